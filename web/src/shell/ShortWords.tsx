import { Notifications } from '@mantine/notifications';

/** Where short words appear that something was done. */
export function ShortWords() {
  return <Notifications position="bottom-right" autoClose={6000} />;
}
