import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Cover } from '../ui/Cover.tsx';
import { useFormat } from '../ui/format.ts';
import classes from './Assign.module.css';
import { matching } from './choice.ts';
import type { CourseChoice } from './poolChoices.ts';

const SHOWN = 50;

interface Props {
  label: string;
  courses: CourseChoice[];
  value: string;
  onChange: (courseId: string) => void;
  error?: string | undefined;
  /** Where the dialog begins. */
  first?: boolean;
}

/** Finds a course by its title; shows its cover and how much of it is free. */
export function CourseField({ label, courses, value, onChange, error, first = false }: Props) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const [text, setText] = useState('');
  const box = useCombobox();
  const chosen = courses.find((c) => c.id === value);
  const found = chosen ? courses : matching(courses, text);
  const choose = (id: string) => {
    onChange(id);
    setText('');
    box.closeDropdown();
  };
  const type = (next: string) => {
    setText(next);
    if (chosen) onChange('');
    box.openDropdown();
    box.resetSelectedOption();
  };
  return (
    <Combobox store={box} onOptionSubmit={choose}>
      <Combobox.Target>
        <TextInput
          mt="md"
          withAsterisk
          label={label}
          placeholder={t('assign.findCourse')}
          autoComplete="off"
          value={chosen?.title ?? text}
          leftSection={chosen && <Cover title={chosen.title} className={classes.small} />}
          leftSectionWidth={chosen ? 52 : undefined}
          rightSection={<Combobox.Chevron />}
          rightSectionPointerEvents="none"
          error={error}
          onChange={(e) => type(e.currentTarget.value)}
          onClick={() => box.openDropdown()}
          onBlur={() => box.closeDropdown()}
          {...(first && { 'data-autofocus': true })}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options aria-label={t('common.matches')} className={classes.options}>
          {found.slice(0, SHOWN).map((c) => (
            <Combobox.Option key={c.id} value={c.id} className={classes.option}>
              <Cover title={c.title} className={classes.cover} />
              <span className={classes.words}>
                <bdi>{c.title}</bdi>
                <Free course={c} />
              </span>
            </Combobox.Option>
          ))}
          {found.length === 0 && <Combobox.Empty>{t('common.nothingFound')}</Combobox.Empty>}
        </Combobox.Options>
        {found.length > SHOWN && (
          <Combobox.Footer>
            <span className="soft small">{t('assign.moreCourses', { number: number(found.length - SHOWN) })}</span>
          </Combobox.Footer>
        )}
      </Combobox.Dropdown>
    </Combobox>
  );
}

/** How many licenses are free, of each kind that there is. */
function Free({ course }: { course: CourseChoice }) {
  const { t } = useTranslation();
  const { number } = useFormat();
  const parts = (['transferable', 'untransferable'] as const).flatMap((kind) => {
    const pools = course.pools.filter((p) => p.transferable === (kind === 'transferable'));
    const count = pools.reduce((sum, p) => sum + p.available, 0);
    return pools.length ? t(`assign.free.${kind}`, { count, number: number(count) }) : [];
  });
  return <span className="soft small num">{parts.join(', ')}</span>;
}
