import { Alert, Button, Checkbox, Progress } from '@mantine/core';
import { ApiError } from 'carrel-client';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RosterPlan } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { Dialog, DialogFoot } from '../ui/Dialog.tsx';
import { useFormat } from '../ui/format.ts';
import { toast, useErrorText } from '../ui/problem.ts';
import { actions } from './actions.ts';
import { applyRoster } from './queries.ts';
import classes from './Roster.module.css';

interface Props {
  plan: RosterPlan;
  onClose: () => void;
}

/** Refusals after which the plan itself tells why it cannot be applied, and what to do. */
const isOver = (code: string) => ['plan_outdated', 'plan_expired', 'plan_applied'].includes(code);
const codeOf = (error: unknown): string => (error instanceof ApiError ? error.code : '');

/** Asks before a plan is applied, with its numbers; where many licenses would go, their number is confirmed too. */
export function ApplyDialog({ plan, onClose }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const manager = useManager();
  const text = useErrorText();
  const [confirmed, setConfirmed] = useState(false);
  const [many, setMany] = useState(false);
  const { revoke } = plan.counts;
  const apply = useChange(
    (allowed: number | null) => applyRoster(manager.id, plan.id, allowed),
    () => {
      toast(t('roster.appliedDone'));
      onClose();
    },
  );
  const code = codeOf(apply.error);
  const send = () =>
    apply.mutate(many && confirmed ? revoke : null, {
      onError: (error) => {
        if (isOver(codeOf(error))) onClose();
        setMany(many || codeOf(error) === 'too_many_revocations');
      },
    });
  return (
    <Dialog title={t('roster.applyTitle')} onClose={onClose} busy={apply.isPending}>
      <p>{t('roster.applyText')}</p>
      <Numbers plan={plan} />
      {apply.isPending && <Progress mt="md" value={100} animated aria-label={t('roster.applying')} />}
      {apply.error && code !== 'too_many_revocations' && (
        <Alert mt="md" color="clay" role="alert">
          {text(apply.error)}
        </Alert>
      )}
      {many && (
        <Alert mt="md" color="clay" role="alert" title={t('roster.manyTitle')}>
          <p>{t('roster.manyText')}</p>
          <Checkbox
            mt="sm"
            label={t('roster.manyConfirm', { count: revoke, number: number(revoke) })}
            checked={confirmed}
            disabled={apply.isPending}
            onChange={(e) => setConfirmed(e.currentTarget.checked)}
          />
        </Alert>
      )}
      <DialogFoot>
        <Button variant="default" onClick={onClose} disabled={apply.isPending} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button
          color={revoke > 0 ? 'clay' : undefined}
          loading={apply.isPending}
          disabled={many && !confirmed}
          onClick={send}
        >
          {t('roster.apply')}
        </Button>
      </DialogFoot>
    </Dialog>
  );
}

/** What will be done, action by action. */
function Numbers({ plan }: { plan: RosterPlan }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  return (
    <ul className={classes.numbers}>
      {actions
        .filter((action) => plan.counts[action] > 0)
        .map((action) => (
          <li key={action}>
            <span className={classes.swatch} data-action={action} />
            <strong className="num">{number(plan.counts[action])}</strong>{' '}
            {t(`roster.counted.${action}`, { count: plan.counts[action] })}
          </li>
        ))}
    </ul>
  );
}
