import { Alert, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { RosterAction, RosterPlan } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { ListAhead } from '../ui/ahead.tsx';
import { Empty } from '../ui/Empty.tsx';
import { ListBody } from '../ui/ListBody.tsx';
import { Pager } from '../ui/Pager.tsx';
import { paging, type Search, usePageSearch } from '../ui/search.ts';
import { useFirstFocus } from '../ui/useFirstFocus.ts';
import { ApplyDialog } from './ApplyDialog.tsx';
import { actions, isAction, rowsOf } from './actions.ts';
import { Counts } from './Counts.tsx';
import { Leavers } from './Leavers.tsx';
import { PlanTable } from './PlanTable.tsx';
import { planQuery } from './queries.ts';
import classes from './Roster.module.css';

const STANDARD = 25;

interface Props {
  id: string;
  /** Plans the same file again; absent where the page has no file any more. */
  onAgain: (() => void) | undefined;
  onRestart: () => void;
}

const actionAt = ({ action }: Search): RosterAction | undefined => (isAction(action) ? action : undefined);

/** A plan: who loses a license, how many rows of each action there are, and the rows. */
export function PlanView({ id, onAgain, onRestart }: Props) {
  const { t } = useTranslation();
  const manager = useManager();
  const [search, change] = usePageSearch();
  const list = (at: Search) => planQuery(manager.id, id, { ...paging(at, STANDARD), action: actionAt(at) });
  const query = useQuery(list(search));
  const plan = query.data;
  const asList = { ...query, data: plan && { items: plan.rows, total: rowsOf(plan, actionAt(search)) } };
  const close = () => change({ dialog: undefined });
  return (
    <ListAhead of={list as never}>
      {plan && <Head plan={plan} onAgain={onAgain} onRestart={onRestart} />}
      {plan && <Counts plan={plan} />}
      <ListBody
        query={asList as never}
        rowHeight={56}
        rows={8}
        standard={STANDARD}
        empty={<Empty title={t('common.nothingFound')} text={t('roster.noneOfAction')} />}
      >
        {(rows: RosterPlan['rows'], total) => (
          <>
            <PlanTable rows={rows} />
            <Pager total={total} standard={STANDARD} />
          </>
        )}
      </ListBody>
      <Suspense>
        {plan && plan.state === 'ready' && search.dialog === 'apply' && <ApplyDialog plan={plan} onClose={close} />}
      </Suspense>
    </ListAhead>
  );
}

type HeadProps = { plan: RosterPlan } & Pick<Props, 'onAgain' | 'onRestart'>;

/** Who loses a license, before anything else, and what can be done. */
function Head(props: HeadProps) {
  const head = useFirstFocus<HTMLDivElement>();
  const { id, state, counts } = props.plan;
  return (
    <div ref={head} tabIndex={-1} className={classes.head}>
      {state === 'ready' && counts.revoke > 0 && <Leavers id={id} count={counts.revoke} />}
      <State {...props} />
    </div>
  );
}

/** What can be done with the plan, or why nothing can. */
function State({ plan, onAgain, onRestart }: HeadProps) {
  const { t } = useTranslation();
  const [, change] = usePageSearch();
  const changes = actions.some((action) => action !== 'keep' && action !== 'refuse' && plan.counts[action] > 0);
  if (plan.state === 'outdated' || plan.state === 'expired')
    return (
      <Alert mb="lg" color="clay" role="alert" title={t(`roster.states.${plan.state}`)}>
        <p>{t(`roster.stateTexts.${plan.state}`)}</p>
        <Button mt="sm" size="xs" onClick={onAgain ?? onRestart}>
          {t(onAgain ? 'roster.again' : 'roster.chooseAgain')}
        </Button>
      </Alert>
    );
  if (plan.state === 'applied')
    return (
      <Alert mb="lg" color="green" role="status" title={t('roster.states.applied')}>
        {t('roster.stateTexts.applied')}
      </Alert>
    );
  return (
    <div className={classes.verdict} role="status">
      <p>{t(changes ? 'roster.nothingYet' : 'roster.nothingToDo')}</p>
      {changes && <Button onClick={() => change({ dialog: 'apply' }, { push: true })}>{t('roster.applyOpen')}</Button>}
    </div>
  );
}
