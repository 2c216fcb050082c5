import { Button, Checkbox, NumberInput, Skeleton, TextInput } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDraft } from '../account/useDraft.ts';
import type { EnrollLink, RecyclePolicy } from '../api/types.ts';
import { CourseAndPool } from '../license/CourseAndPool.tsx';
import { type Chosen, firstChoice, meantBy } from '../license/choice.ts';
import { PlanHead } from '../license/PlanHead.tsx';
import { PolicyField } from '../license/PolicyField.tsx';
import { type CourseChoice, type PoolChoice, usePoolChoices } from '../license/poolChoices.ts';
import { lazyPart } from '../shell/lazy.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { Form, FormAlert } from '../ui/Form.tsx';
import { useFormat } from '../ui/format.ts';
import { useFaults } from '../ui/useFaults.ts';
import { HeldDaysField } from './HeldDaysField.tsx';
import classes from './Link.module.css';
import { createLink, type NewLink } from './queries.ts';
import { type RulesDraft, RulesFields, rulesOf, usualRules } from './RulesFields.tsx';
import { ValidityFields, type ValidityText, validityOf, validityText } from './ValidityFields.tsx';

const LinkQrDialog = lazyPart(() => import('./LinkQrDialog.tsx'));

const fieldOf = { pool_closed: 'poolId', pool_not_running: 'poolId', not_found: 'poolId' };

/** A link while it is filled in; without a choice the only course that there is. */
interface Draft {
  chosen?: Chosen;
  licenses: number | string;
  autoReassign: boolean;
  policy: RecyclePolicy;
  heldDays: number | string;
  validity: ValidityText;
  name: string;
  rules: RulesDraft;
}

const nothing: Draft = {
  licenses: '',
  autoReassign: false,
  policy: 'oldest',
  heldDays: 1,
  validity: validityText(null),
  name: '',
  rules: usualRules,
};

const linkOf = (pool: PoolChoice, draft: Draft): NewLink => ({
  poolId: pool.id,
  licenses: Number(draft.licenses),
  autoReassign: draft.autoReassign && pool.transferable,
  validity: validityOf(draft.validity),
  name: draft.name.trim(),
  minHeldDays: Number(draft.heldDays),
  recyclePolicy: draft.policy,
  ...rulesOf(draft.rules),
});

/** Makes a link: the course first. Afterwards shows it, ready to be sent. */
export default function CreateLinkDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const manager = useManager();
  const { courses, isPending } = usePoolChoices();
  const [draft, setDraft, forget] = useDraft<Draft>('new-link', nothing);
  const [pool, setPool] = useState<PoolChoice | null>(null);
  const change = useChange((link: NewLink) => createLink(manager.id, link), forget);
  const close = () => {
    forget();
    onClose();
  };
  if (change.data && pool) return <Created link={change.data} pool={pool} onClose={onClose} />;
  return (
    <Dialog title={t('link.createTitle')} onClose={close} busy={change.isPending} size="lg">
      {isPending ? (
        <Skeleton height={320} role="status" aria-label={t('common.loading')} />
      ) : (
        <Fields
          courses={courses}
          draft={draft}
          onDraft={setDraft}
          busy={change.isPending}
          error={change.error}
          onCreate={(of) => {
            setPool(of);
            change.mutate(linkOf(of, draft));
          }}
          onClose={close}
        />
      )}
    </Dialog>
  );
}

interface Props {
  courses: CourseChoice[];
  draft: Draft;
  onDraft: (draft: Draft) => void;
  busy: boolean;
  error: Error | null;
  onCreate: (pool: PoolChoice) => void;
  onClose: () => void;
}

/** What is meant by the draft, and what is empty or wrong in it. */
function useLinkFields(courses: CourseChoice[], draft: Draft, error: Error | null) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const chosen = draft.chosen ?? firstChoice(courses);
  const { course, pool } = meantBy(chosen, courses);
  const [count, most] = [Number(draft.licenses), pool?.licenses ?? Number.POSITIVE_INFINITY];
  const counted = Number.isInteger(count) && count >= 1 && count <= most;
  const days = pool?.transferable && draft.autoReassign && draft.heldDays === '';
  const found = {
    courseId: !course && t('assign.courseNeeded'),
    poolId: course && !pool && t('assign.poolNeeded'),
    licenses: !counted && (pool ? t('form.countNeeded', { most: number(most) }) : t('form.needed')),
    autoReassign: null,
    minHeldDays: days && t('form.needed'),
    validity: null,
    name: null,
    extensions: draft.rules.extensions === '' && t('form.needed'),
  };
  return { chosen, course, pool, faults: useFaults(found, error, fieldOf) };
}

function Fields({ courses, draft, onDraft, busy, error, onCreate, onClose }: Props) {
  const { t } = useTranslation();
  const { chosen, course, pool, faults } = useLinkFields(courses, draft, error);
  const change = (patch: Partial<Draft>) => onDraft({ ...draft, ...patch });
  return (
    <Form onSubmit={faults.send(() => pool && onCreate(pool))} busy={busy}>
      <CourseAndPool
        courses={courses}
        value={chosen}
        onChange={(next) => change({ chosen: next })}
        courseError={faults.of('courseId')}
        poolError={faults.of('poolId')}
      />
      <NumberInput
        mt="md"
        withAsterisk
        label={t('link.licenses')}
        description={pool && t(pool.transferable ? 'link.licensesHintNow' : 'link.licensesHintTotal')}
        min={1}
        max={pool?.licenses}
        allowDecimal={false}
        hideControls
        value={draft.licenses}
        onChange={(licenses) => change({ licenses })}
        error={faults.of('licenses')}
        {...(chosen.courseId !== '' && { 'data-autofocus': true })}
      />
      {pool?.transferable && (
        <Checkbox
          mt="md"
          label={t('link.autoReassign')}
          description={t('link.autoReassignHint')}
          checked={draft.autoReassign}
          onChange={(e) => change({ autoReassign: e.currentTarget.checked })}
        />
      )}
      {pool?.transferable && draft.autoReassign && (
        <>
          <PolicyField label={t('link.policy')} value={draft.policy} onChange={(policy) => change({ policy })} />
          <HeldDaysField
            value={draft.heldDays}
            onChange={(heldDays) => change({ heldDays })}
            error={faults.of('minHeldDays')}
          />
        </>
      )}
      <ValidityFields
        value={draft.validity}
        onChange={(validity) => change({ validity })}
        error={faults.of('validity')}
      />
      <RulesFields
        value={draft.rules}
        timed={draft.validity.count !== ''}
        error={faults.of('extensions')}
        onChange={(rules) => change({ rules })}
      />
      <TextInput
        mt="md"
        label={t('link.name')}
        description={t('link.nameHint')}
        maxLength={200}
        value={draft.name}
        onChange={(e) => change({ name: e.currentTarget.value })}
        error={faults.of('name')}
      />
      <FormAlert>{faults.form}</FormAlert>
      <DialogFoot>
        <Button variant="default" onClick={onClose} disabled={busy}>
          {t('common.cancel')}
        </Button>
        <Button type="submit" loading={busy} className={classes.create}>
          {course ? t('link.createFor', { course: course.title }) : t('link.create')}
        </Button>
      </DialogFoot>
    </Form>
  );
}

function Created({ link, pool, onClose }: { link: EnrollLink; pool: PoolChoice; onClose: () => void }) {
  const { t } = useTranslation();
  const [drawn, setDrawn] = useState(false);
  const url = link.url ?? '';
  if (drawn)
    return (
      <Suspense>
        <LinkQrDialog link={link} url={url} onClose={() => setDrawn(false)} />
      </Suspense>
    );
  return (
    <Dialog title={t('link.createdTitle')} onClose={onClose}>
      <PlanHead pool={pool} />
      <p className={`soft ${classes.lead}`}>{t('link.createdText')}</p>
      <CopyField value={url} label={t('link.addressNew')} wrap />
      <DialogFoot>
        <Button variant="default" onClick={() => setDrawn(true)}>
          {t('link.qr')}
        </Button>
        <Button onClick={onClose}>{t('common.done')}</Button>
      </DialogFoot>
    </Dialog>
  );
}
