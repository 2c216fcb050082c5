import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { RosterAction, RosterPlan } from '../api/types.ts';
import { useAhead } from '../ui/ahead.tsx';
import { useFormat } from '../ui/format.ts';
import { usePageSearch } from '../ui/search.ts';
import { actions, rowsOf } from './actions.ts';
import classes from './Roster.module.css';

/** How many rows there are of each action: as a bar for the eye, and as a legend that narrows the rows. */
export function Counts({ plan }: { plan: RosterPlan }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [search, change] = usePageSearch();
  const ahead = useAhead();
  const to = (action: RosterAction | undefined) => ({ action, page: undefined });
  const choices = [undefined, ...actions].map((action) => ({ action, count: rowsOf(plan, action) }));
  return (
    <>
      <div className={classes.bar} aria-hidden="true">
        {actions.map((action) => (
          <span key={action} data-action={action} style={{ flexGrow: plan.counts[action] }} />
        ))}
      </div>
      <fieldset className={classes.legend} aria-label={t('roster.filter')}>
        {choices
          .filter(({ action, count }) => action === undefined || count > 0 || search.action === action)
          .map(({ action, count }) => (
            <UnstyledButton
              key={action ?? 'all'}
              className={classes.choice}
              aria-pressed={search.action === action}
              onClick={() => change(to(action), { push: true })}
              {...ahead(to(action))}
            >
              {action && <span className={classes.swatch} data-action={action} />}
              <strong className="num">{number(count)}</strong> {t(`roster.counted.${action ?? 'all'}`, { count })}
            </UnstyledButton>
          ))}
      </fieldset>
    </>
  );
}
