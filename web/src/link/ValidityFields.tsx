import { NativeSelect, NumberInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Unit, Validity } from '../api/types.ts';
import classes from './Link.module.css';

const units: Unit[] = ['day', 'week', 'month'];

/** A validity while it is written: without a count there is none. */
export interface ValidityText {
  count: number | string;
  unit: Unit;
}

export const validityText = (validity: Validity | null): ValidityText => validity ?? { count: '', unit: 'month' };

export const validityOf = ({ count, unit }: ValidityText): Validity | null =>
  count === '' ? null : { count: Number(count), unit };

interface Props {
  value: ValidityText;
  error: string | undefined;
  onChange: (value: ValidityText) => void;
}

/** How long licenses of a link are good for. */
export function ValidityFields({ value, error, onChange }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <div className={classes.validity}>
        <NumberInput
          label={t('link.validityCount')}
          min={1}
          max={1000}
          allowDecimal={false}
          hideControls
          value={value.count}
          onChange={(count) => onChange({ ...value, count })}
          error={error}
          placeholder={t('link.validityEmpty')}
        />
        <NativeSelect
          label={t('link.validityUnit')}
          data={units.map((u) => ({ value: u, label: t(`link.units.${u}`) }))}
          value={value.unit}
          onChange={(e) => onChange({ ...value, unit: e.currentTarget.value as Unit })}
        />
      </div>
      <p className="soft small">{t('link.validityHint')}</p>
    </>
  );
}
