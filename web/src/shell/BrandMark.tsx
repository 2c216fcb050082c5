import { useQuery } from '@tanstack/react-query';
import { sessionQuery } from '../account/session.ts';
import { base } from '../api/base.ts';
import { Mark } from '../ui/Mark.tsx';

/** What stands for the publisher on every page; null until the server was asked. */
export const useBrand = () => useQuery(sessionQuery).data?.brand ?? null;

/** The publisher's logo; the mark of the program where there is none. */
export function BrandMark({ size }: { size: number }) {
  const logo = useBrand()?.logo;
  if (!logo) return <Mark size={size} />;
  return <img src={base + logo} alt="" height={size} style={{ maxWidth: size * 4, objectFit: 'contain' }} />;
}

/** Small print of the publisher, and whom to ask. */
export function BrandFoot() {
  const brand = useBrand();
  if (!brand?.footer && !brand?.supportEmail) return null;
  return (
    <p className="soft small" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
      {brand.footer}
      {brand.footer && brand.supportEmail && '\n'}
      {brand.supportEmail && <a href={`mailto:${brand.supportEmail}`}>{brand.supportEmail}</a>}
    </p>
  );
}
