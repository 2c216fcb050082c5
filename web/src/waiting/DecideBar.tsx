import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import student from '../student/Student.module.css';
import { useFormat } from '../ui/format.ts';
import { usePageSearch } from '../ui/search.ts';

/** What can be done with the chosen requests. */
export function DecideBar({ count, onClear }: { count: number; onClear: () => void }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [, change] = usePageSearch();
  return (
    <section className={student.selection} aria-label={t('request.selection')}>
      <span role="status">{t('request.chosen', { count, number: number(count) })}</span>
      {(['approve', 'decline'] as const).map((kind) => (
        <Button
          key={kind}
          size="xs"
          variant={kind === 'approve' ? 'filled' : 'default'}
          onClick={() => change({ dialog: kind, request: undefined }, { push: true })}
        >
          {t(`request.${kind}`)}
        </Button>
      ))}
      <Button size="xs" variant="subtle" color="gray" onClick={onClear}>
        {t('student.clearChosen')}
      </Button>
    </section>
  );
}
