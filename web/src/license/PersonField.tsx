import { Combobox, TextInput, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { StudentRow } from '../api/types.ts';
import { useManager } from '../shell/manager.ts';
import { nameOf } from '../student/filters.ts';
import { studentsQuery } from '../student/queries.ts';
import classes from './Assign.module.css';

const SHOWN = 8;
const LEAST = 2;

/** Those whose name or address has the text, and who has exactly this address. */
export function useKnown(text: string): { found: StudentRow[]; known: StudentRow | undefined } {
  const manager = useManager();
  const [asked] = useDebouncedValue(text.trim(), 150);
  const query = { search: asked, status: 'all', sort: 'name', order: 'asc', page: 1, pageSize: SHOWN };
  const { data } = useQuery({ ...studentsQuery(manager.id, query), enabled: asked.length >= LEAST });
  const found = asked.length >= LEAST ? (data?.items ?? []) : [];
  const wanted = text.trim().toLowerCase();
  return { found, known: found.find(({ email }) => email.toLowerCase() === wanted) };
}

interface Props {
  value: string;
  onChange: (email: string) => void;
  onLeave: () => void;
  found: StudentRow[];
  known: StudentRow | undefined;
  description: string;
  placeholder: string;
  error?: string | undefined;
  /** Where the dialog begins. */
  first: boolean;
}

/** Takes a new address, or finds a person who is known while one types a name or an address. */
export function PersonField({ value, onChange, onLeave, found, known, first, ...field }: Props) {
  const { t } = useTranslation();
  const box = useCombobox();
  const choose = (email: string) => {
    onChange(email);
    box.closeDropdown();
  };
  return (
    <Combobox store={box} onOptionSubmit={choose}>
      <Combobox.Target>
        <TextInput
          mt="md"
          withAsterisk
          label={t('form.email')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          inputMode="email"
          value={value}
          onChange={(e) => {
            onChange(e.currentTarget.value);
            box.openDropdown();
            box.resetSelectedOption();
          }}
          onBlur={() => {
            box.closeDropdown();
            onLeave();
          }}
          {...(first && { 'data-autofocus': true })}
          {...field}
        />
      </Combobox.Target>
      <Combobox.Dropdown hidden={found.length === 0 || known !== undefined}>
        <Combobox.Options aria-label={t('common.matches')} className={classes.options}>
          {found.map((s) => (
            <Combobox.Option key={s.id} value={s.email}>
              <span className={classes.words}>
                <bdi>{nameOf(s)}</bdi>
                <bdi className="soft small">{s.email}</bdi>
              </span>
            </Combobox.Option>
          ))}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
