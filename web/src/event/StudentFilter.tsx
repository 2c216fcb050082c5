import { CloseButton, Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useManager } from '../shell/manager.ts';
import { nameOf } from '../student/filters.ts';
import { studentsQuery } from '../student/queries.ts';
import { usePageSearch } from '../ui/search.ts';
import classes from './Event.module.css';

/** Finds one student among many while one types. */
export function StudentFilter() {
  const { t } = useTranslation();
  const manager = useManager();
  const [search, change] = usePageSearch();
  const [text, setText] = useState('');
  const [asked] = useDebouncedValue(text, 150);
  const box = useCombobox();
  const { data } = useQuery({
    ...studentsQuery(manager.id, { search: asked, status: 'all', sort: 'name', order: 'asc', page: 1, pageSize: 10 }),
    enabled: asked.length > 0,
  });
  const students = asked ? (data?.items ?? []) : [];
  const chosen = search.studentId;
  const choose = (id: string) => {
    const found = students.find((s) => String(s.id) === id);
    const name = found && nameOf(found);
    change({ studentId: id, studentName: name, page: undefined });
    setText('');
    box.closeDropdown();
  };
  const clear = (
    <CloseButton
      size="sm"
      aria-label={t('event.anyStudent')}
      onClick={() => change({ studentId: undefined, studentName: undefined, page: undefined })}
    />
  );
  return (
    <Combobox store={box} onOptionSubmit={choose} withinPortal>
      <Combobox.Target>
        <TextInput
          aria-label={t('event.student')}
          placeholder={t('event.student')}
          readOnly={Boolean(chosen)}
          value={chosen ? (search.studentName ?? `#${chosen}`) : text}
          rightSection={chosen ? clear : undefined}
          onChange={(e) => {
            setText(e.currentTarget.value);
            box.openDropdown();
          }}
          onBlur={() => box.closeDropdown()}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={students.length === 0}>
        <Combobox.Options aria-label={t('event.student')}>
          {students.map((s) => (
            <Combobox.Option key={s.id} value={String(s.id)} className={classes.option}>
              <bdi>{nameOf(s)}</bdi>
              <bdi className="soft small">{s.email}</bdi>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
