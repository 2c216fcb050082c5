import { CloseButton, TextInput } from '@mantine/core';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconSearch } from './icons.ts';
import { usePageSearch } from './search.ts';
import classes from './Toolbar.module.css';

/** How long two searches are apart at least: less than most people take from one letter to the next. */
const APART_MS = 60;

/** Searches on the server while one types, from the first letter on; the words stand in the address. */
export function SearchField({ label, name = 'search' }: { label: string; name?: string }) {
  const { t } = useTranslation();
  const [search, change] = usePageSearch();
  const current = search[name] ?? '';
  const [text, setText] = useState(current);
  const sent = useRef(current);
  const last = useRef(0);
  useEffect(() => {
    if (current !== sent.current) setText((sent.current = current));
  }, [current]);
  useEffect(() => {
    if (text === sent.current) return;
    const send = () => {
      last.current = performance.now();
      change({ [name]: (sent.current = text) || undefined, page: undefined });
    };
    const wait = last.current + APART_MS - performance.now();
    if (wait <= 0) return send();
    const timer = setTimeout(send, wait);
    return () => clearTimeout(timer);
  }, [text, name, change]);
  const clear = text && <CloseButton size="sm" aria-label={t('common.clearSearch')} onClick={() => setText('')} />;
  return (
    <TextInput
      className={classes.search}
      type="search"
      value={text}
      aria-label={label}
      placeholder={label}
      leftSection={<IconSearch size={17} stroke={1.7} />}
      rightSection={clear}
      onChange={(e) => setText(e.currentTarget.value)}
    />
  );
}
