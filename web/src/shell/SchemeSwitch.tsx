import { Menu, useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { IconCheck, IconDeviceDesktop, IconMoon, IconSun } from '../ui/icons.ts';

const schemes = [
  { id: 'light', Icon: IconSun },
  { id: 'dark', Icon: IconMoon },
  { id: 'auto', Icon: IconDeviceDesktop },
] as const;

/** Light, dark, or as the device has it: items for a menu. */
export function SchemeSwitch() {
  const { t } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return schemes.map(({ id, Icon }) => (
    <Menu.Item
      key={id}
      leftSection={<Icon size={17} stroke={1.6} />}
      onClick={() => setColorScheme(id)}
      rightSection={colorScheme === id ? <IconCheck size={16} /> : undefined}
    >
      {t(`scheme.${id}`)}
    </Menu.Item>
  ));
}
