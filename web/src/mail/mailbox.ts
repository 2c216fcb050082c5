import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '../account/session.ts';
import { get, getList } from '../api/app.ts';
import type { KeptMail } from '../api/types.ts';

const PLACE = 'carrel.mailbox';
const IN_ADDRESS = /^#secret=([\w-]{20,100})$/;
/** The clocks of mails count whole seconds. */
const SECOND = 1000;

/** What the printed address of the mailbox tells; this tab keeps it, and the address loses it. */
function mailboxSecret(): string | null {
  const told = IN_ADDRESS.exec(location.hash)?.[1];
  if (told) {
    sessionStorage.setItem(PLACE, told);
    history.replaceState(history.state, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(PLACE);
}

const headers = (secret: string | null): Record<string, string> => (secret ? { 'x-mailbox-secret': secret } : {});

/** Whether the mails that the server keeps are shown here, and how to ask for them. */
export function useMailbox() {
  const { mailbox } = useSession();
  const [secret] = useState(mailboxSecret);
  return {
    shown: mailbox || secret !== null,
    list: { queryKey: ['mail'], queryFn: () => getList('/api/app/mail', { headers: headers(secret) }) },
    one: (id: string) => ({
      queryKey: ['mail', id],
      queryFn: () => get('/api/app/mail/{id}', { path: { id }, headers: headers(secret) }),
    }),
  };
}

/** The newest mail to an address since this part of the page is there; undefined until it arrives. */
export function useMailTo(email: string): KeptMail | undefined {
  const { shown, list } = useMailbox();
  const [since] = useState(() => Date.now() - 2 * SECOND);
  const isIt = (mail: KeptMail) => mail.to === email.trim().toLowerCase() && Date.parse(mail.at) >= since;
  const { data } = useQuery({
    ...list,
    enabled: shown,
    retry: false,
    refetchInterval: ({ state }) => (state.data?.items.some(isIt) ? false : SECOND),
  });
  return data?.items.find(isIt);
}
