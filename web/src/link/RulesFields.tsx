import { Checkbox, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { LinkRules } from './queries.ts';

/** The rules of a link while they are written. */
export interface RulesDraft extends Omit<LinkRules, 'extensions'> {
  extensions: number | string;
}

export const usualRules: RulesDraft = { whenFull: 'wait', approval: false, listed: false, extensions: 1 };

export const rulesOf = ({ extensions, ...rules }: RulesDraft): LinkRules => ({
  ...rules,
  extensions: Number(extensions),
});

const MOST_EXTENSIONS = 12;

interface Props {
  value: RulesDraft;
  /** Whether licenses have a time that can be added once more. */
  timed: boolean;
  error: string | undefined;
  onChange: (value: RulesDraft) => void;
}

/** Whether people wait, whether somebody approves, who sees the link, and how often a loan is made longer. */
export function RulesFields({ value, timed, error, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <Checkbox
        mt="md"
        label={t('links.wait')}
        description={t('links.waitHint')}
        checked={value.whenFull === 'wait'}
        onChange={(e) => onChange({ ...value, whenFull: e.currentTarget.checked ? 'wait' : 'refuse' })}
      />
      <Checkbox
        mt="md"
        label={t('links.approval')}
        description={t('links.approvalHint')}
        checked={value.approval}
        onChange={(e) => onChange({ ...value, approval: e.currentTarget.checked })}
      />
      <Checkbox
        mt="md"
        label={t('links.listed')}
        description={t('links.listedHint')}
        checked={value.listed}
        onChange={(e) => onChange({ ...value, listed: e.currentTarget.checked })}
      />
      {timed && (
        <NumberInput
          mt="md"
          required
          label={t('links.extensions')}
          description={t('links.extensionsHint')}
          min={0}
          max={MOST_EXTENSIONS}
          allowDecimal={false}
          hideControls
          value={value.extensions}
          onChange={(extensions) => onChange({ ...value, extensions })}
          error={error}
        />
      )}
    </>
  );
}
