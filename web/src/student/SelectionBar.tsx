import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../ui/format.ts';
import classes from './Student.module.css';
import type { Choice } from './selection.ts';

export const manyDialogs = ['end-many', 'give-many', 'remind-many', 'revoke-many'] as const;
export type ManyDialog = (typeof manyDialogs)[number];

interface Props {
  choice: Choice;
  /** How many match in all. */
  total: number;
  onDialog: (dialog: ManyDialog) => void;
  onExport: () => void;
}

/** What can be done with the chosen people, and the way to choose all that match. */
export function SelectionBar({ choice, total, onDialog, onExport }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const { count, selection, chooseAll, clear } = choice;
  return (
    <section className={classes.selection} aria-label={t('student.selection')}>
      <span role="status">{t('student.chosen', { count, number: number(count) })}</span>
      {!selection.all && count < total && (
        <Button size="xs" variant="subtle" onClick={chooseAll}>
          {t('student.chooseMatching', { count: total, number: number(total) })}
        </Button>
      )}
      {manyDialogs.map((dialog) => (
        <Button
          key={dialog}
          size="xs"
          variant={dialog === 'revoke-many' ? 'filled' : 'default'}
          color={dialog === 'revoke-many' ? 'clay' : undefined}
          onClick={() => onDialog(dialog)}
        >
          {t(`student.many.actions.${dialog}`)}
        </Button>
      ))}
      <Button size="xs" variant="default" onClick={onExport}>
        {t('student.many.actions.export')}
      </Button>
      <Button size="xs" variant="subtle" color="gray" onClick={clear}>
        {t('student.clearChosen')}
      </Button>
    </section>
  );
}
