import { Badge, Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TrustedDevice } from '../api/types.ts';
import { useFormat } from '../ui/format.ts';
import { toast } from '../ui/problem.ts';
import classes from './Account.module.css';
import { listTrustedDevices, removeTrustedDevice } from './auth.ts';
import { Section } from './Section.tsx';

/** The browsers that are not asked for the second factor, and how to have them asked again. */
export function TrustedDevicesSection() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data = [] } = useQuery({ queryKey: ['trusted-devices'], queryFn: listTrustedDevices });
  const remove = useMutation({
    mutationFn: removeTrustedDevice,
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['trusted-devices'] });
      toast(t('account.deviceRemoved'));
    },
  });
  return (
    <Section title={t('account.devices')} text={t('account.devicesHint')}>
      {data.length === 0 && <p className="soft">{t('account.noDevices')}</p>}
      <ul className={classes.sessions}>
        {data.map((device) => (
          <DeviceRow key={device.id} device={device} onRemove={() => remove.mutate(device.id)} />
        ))}
      </ul>
    </Section>
  );
}

function DeviceRow({ device, onRemove }: { device: TrustedDevice; onRemove: () => void }) {
  const { t } = useTranslation();
  const { date, relative } = useFormat();
  const { browser } = device;
  return (
    <li>
      <span>
        <strong>{browser}</strong> {device.current && <Badge variant="light">{t('account.thisOne')}</Badge>}
        <br />
        <span className="soft small">
          {t('account.deviceTimes', { made: date(device.created), used: relative(device.lastUsed) })}
        </span>
      </span>
      <Button
        size="compact-sm"
        variant="subtle"
        color="clay"
        onClick={onRemove}
        aria-label={t('account.removeDevice', { device: browser })}
      >
        {t('account.remove')}
      </Button>
    </li>
  );
}
