import { Menu } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { IconCheck } from '../ui/icons.ts';
import type { Place } from './links.ts';
import { PlaceButton, usePlaceTitles } from './PlaceButton.tsx';

/** Where one is, and the way to one's other places. */
export function PlaceMenu({ places, current }: { places: Place[]; current: Place }) {
  const titles = usePlaceTitles();
  return (
    <Menu position="bottom-start" width={250}>
      <Menu.Target>
        <PlaceButton place={current} />
      </Menu.Target>
      <Menu.Dropdown>
        {places.map((p) => (
          <Menu.Item
            key={p.id}
            component={Link}
            to={p.entries[0]?.to as '/'}
            rightSection={p.id === current.id ? <IconCheck size={16} /> : undefined}
          >
            {titles.name(p)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
