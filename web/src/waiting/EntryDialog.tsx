import { useTranslation } from 'react-i18next';
import type { WaitingEntry } from '../api/types.ts';
import { useChange, useManager } from '../shell/manager.ts';
import { nameOf } from '../student/filters.ts';
import { Confirm } from '../ui/Confirm.tsx';
import { toast } from '../ui/problem.ts';
import { Sentence } from '../ui/Sentence.tsx';
import { usePageSearch } from '../ui/search.ts';
import { acceptEntry, removeEntry } from './queries.ts';

interface Props {
  entry: WaitingEntry;
  title: string;
  onClose: () => void;
}

/** Asks before somebody is taken off the list, or accepts what is offered to them. */
export function EntryDialog(props: Props) {
  const [{ dialog }] = usePageSearch();
  if (dialog === 'remove') return <Ask {...props} kind="remove" />;
  return dialog === 'accept' ? <Ask {...props} kind="accept" /> : null;
}

function Ask({ entry, title, kind, onClose }: Props & { kind: 'remove' | 'accept' }) {
  const { t } = useTranslation();
  const manager = useManager();
  const values = { name: nameOf(entry.student), course: title };
  const change = useChange<unknown, string>(
    (id) => (kind === 'remove' ? removeEntry(manager.id, id) : acceptEntry(manager.id, id)),
    () => {
      toast(<Sentence text={`waiting.${kind}Done`} values={values} />);
      onClose();
    },
  );
  return (
    <Confirm
      title={t(`waiting.${kind}Title`)}
      action={t(`waiting.${kind}`)}
      danger={kind === 'remove'}
      busy={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(entry.id)}
      onClose={onClose}
    >
      <p>
        <Sentence text={`waiting.${kind}Text`} values={values} />
      </p>
    </Confirm>
  );
}
