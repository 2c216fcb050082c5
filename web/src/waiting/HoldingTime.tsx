import { Button, NumberInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeSettings, type SettingsChanges, settingsQuery } from '../link/queries.ts';
import { useChange, useManager } from '../shell/manager.ts';
import card from '../ui/Card.module.css';
import { Form, FormAlert } from '../ui/Form.tsx';
import { toast } from '../ui/problem.ts';
import { useFaults } from '../ui/useFaults.ts';
import classes from './Waiting.module.css';

const MOST_HOURS = 336;

/** For how long a license that comes free is held for whom it is offered to. */
export function HoldingTime() {
  const { t } = useTranslation();
  const { id, canChange } = useManager();
  const { data } = useQuery(settingsQuery(id));
  if (!data) return null;
  if (canChange) return <HoursForm key={data.holdHours} hours={data.holdHours} />;
  return <p className="soft small">{t('waiting.held', { count: data.holdHours })}</p>;
}

function HoursForm({ hours }: { hours: number }) {
  const { t } = useTranslation();
  const { id } = useManager();
  const [value, setValue] = useState<number | string>(hours);
  const change = useChange(
    (body: SettingsChanges) => changeSettings(id, body),
    () => toast(t('settings.saved')),
  );
  const good = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_HOURS;
  const faults = useFaults({ holdHours: !good && t('form.countNeeded', { most: MOST_HOURS }) }, change.error);
  return (
    <section className={`${card.card} ${card.pad} ${classes.setting}`}>
      <Form onSubmit={faults.send(() => change.mutate({ holdHours: Number(value) }))} busy={change.isPending}>
        <div className={classes.hours}>
          <NumberInput
            label={t('waiting.hours')}
            description={t('waiting.hoursHint')}
            min={1}
            max={MOST_HOURS}
            clampBehavior="none"
            allowDecimal={false}
            value={value}
            onChange={setValue}
            error={faults.of('holdHours')}
          />
          <Button type="submit" variant="default" loading={change.isPending}>
            {t('common.save')}
          </Button>
        </div>
        <FormAlert>{faults.form}</FormAlert>
      </Form>
    </section>
  );
}
