import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Student.module.css';

/** What can be done with the chosen people. */
export function SelectionBar({
  count,
  onClear,
  onRevoke,
}: {
  count: number;
  onClear: () => void;
  onRevoke: () => void;
}) {
  const { t } = useTranslation();
  return (
    <section className={classes.selection} aria-label={t('student.selection')}>
      <span role="status">{t('student.chosen', { count })}</span>
      <Button size="xs" color="clay" onClick={onRevoke}>
        {t('student.revokeMany')}
      </Button>
      <Button size="xs" variant="default" onClick={onClear}>
        {t('student.clearChosen')}
      </Button>
    </section>
  );
}
