import { Alert, Button, Radio, TextInput } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { getList, send } from '../api/app.ts';
import { addressOf, base } from '../api/base.ts';
import type { Token } from '../api/types.ts';
import card from '../ui/Card.module.css';
import { Confirm } from '../ui/Confirm.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFormat } from '../ui/format.ts';
import { ListBody } from '../ui/ListBody.tsx';
import { PageHead } from '../ui/PageHead.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { usePageSearch } from '../ui/search.ts';
import { useFaults } from '../ui/useFaults.ts';
import { DataTable, useStaff } from './parts.tsx';
import { usePublish } from './queries.ts';

const TOKENS = '/api/app/publisher/v1/tokens';

const tokensQuery = queryOptions({
  queryKey: ['publisher', 'tokens'],
  queryFn: ({ signal }) => getList(TOKENS, { query: { pageSize: 100 }, signal }),
});

/** The tokens by which programs use the publisher's API. */
export function PublisherTokensPage() {
  const { t } = useTranslation();
  const { date, relative } = useFormat();
  const { isOwner } = useStaff();
  const [search, change] = usePageSearch();
  const query = useQuery(tokensQuery);
  const close = () => change({ dialog: undefined, token: undefined });
  const doomed = query.data?.items.find(({ id }) => id === search.token);
  return (
    <>
      <PageHead title={t('console.tokens.title')} text={t('console.tokens.lead')}>
        <Button component="a" variant="default" href={`${base}/api/publisher/docs`} target="_blank" rel="noreferrer">
          {t('token.docs')}
        </Button>
        {isOwner && <Button onClick={() => change({ dialog: 'create' }, { push: true })}>{t('token.create')}</Button>}
      </PageHead>
      <section className={`${card.card} ${card.pad}`} style={{ marginBottom: '1.5rem' }}>
        <CopyField label={t('token.baseUrl')} value={addressOf('/api/publisher')} />
      </section>
      <ListBody
        query={query}
        rowHeight={56}
        rows={2}
        empty={<Empty title={t('token.emptyTitle')} text={t('console.tokens.none')} />}
      >
        {(tokens) => (
          <DataTable
            rows={tokens}
            keyOf={({ id }) => id}
            columns={[
              { label: 'token.columns.name', head: true, cell: ({ name }) => <bdi>{name}</bdi> },
              { label: 'token.columns.lastTen', cell: ({ lastTen }) => <code>…{lastTen}</code> },
              { label: 'token.columns.permission', cell: ({ permission }) => t(`token.permissions.${permission}`) },
              { label: 'token.columns.maker', wide: true, cell: ({ maker }) => <bdi>{maker ?? '–'}</bdi> },
              { label: 'token.columns.created', cell: ({ created }) => date(created) },
              {
                label: 'token.columns.lastUsed',
                cell: ({ lastUsed }) => (lastUsed ? relative(lastUsed) : t('token.neverUsed')),
              },
            ]}
            actions={({ id, name }) =>
              isOwner && (
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="clay"
                  onClick={() => change({ dialog: 'delete', token: id }, { push: true })}
                  aria-label={t('token.deleteOf', { name })}
                >
                  {t('common.delete')}
                </Button>
              )
            }
          />
        )}
      </ListBody>
      {isOwner && search.dialog === 'create' && <CreateDialog onClose={close} />}
      {isOwner && search.dialog === 'delete' && doomed && <DeleteDialog token={doomed} onClose={close} />}
    </>
  );
}

function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [permission, setPermission] = useState<Token['permission']>('write');
  const change = usePublish((body: { name: string; permission: Token['permission'] }) =>
    send('post', TOKENS, { body }),
  );
  const faults = useFaults({ name: !name.trim() && t('form.needed'), permission: null }, change.error);
  if (change.data)
    return (
      <Dialog title={t('token.createdTitle')} onClose={onClose} busy>
        <Alert color="brass" mb="md">
          {t('token.once')}
        </Alert>
        <CopyField value={change.data.token} label={t('token.newToken')} wrap />
        <DialogFoot>
          <Button onClick={onClose}>{t('token.kept')}</Button>
        </DialogFoot>
      </Dialog>
    );
  return (
    <Dialog title={t('token.create')} onClose={onClose} busy={change.isPending}>
      <Form onSubmit={faults.send(() => change.mutate({ name: name.trim(), permission }))} busy={change.isPending}>
        <TextInput
          withAsterisk
          label={t('form.name')}
          value={name}
          onChange={(e) => setName(e.currentTarget.value)}
          error={faults.of('name')}
          data-autofocus
        />
        <Radio.Group
          mt="md"
          label={t('token.permission')}
          value={permission}
          onChange={(value) => setPermission(value as Token['permission'])}
        >
          {(['write', 'read'] as const).map((value) => (
            <Radio key={value} mt="xs" value={value} label={t(`token.permissions.${value}`)} />
          ))}
        </Radio.Group>
        <FormAlert>{faults.form}</FormAlert>
        <DialogFoot>
          <Button variant="default" onClick={onClose} disabled={change.isPending}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={change.isPending}>
            {t('token.create')}
          </Button>
        </DialogFoot>
      </Form>
    </Dialog>
  );
}

function DeleteDialog({ token, onClose }: { token: Token; onClose: () => void }) {
  const { t } = useTranslation();
  const change = usePublish(() => send('delete', `${TOKENS}/{id}`, { path: { id: token.id } }));
  return (
    <Confirm
      title={t('token.deleteTitle')}
      action={t('token.deleteAction')}
      busy={change.isPending}
      error={change.error}
      onConfirm={() =>
        change.mutate(undefined, {
          onSuccess: () => {
            toast(<Sentence text="token.deletedDone" values={{ name: token.name }} />);
            onClose();
          },
        })
      }
      onClose={onClose}
    >
      <p>
        <Sentence text="token.deleteText" values={{ name: token.name, lastTen: token.lastTen }} />
      </p>
    </Confirm>
  );
}
