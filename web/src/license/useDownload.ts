import { useRefusalText } from '../ui/problem.ts';
import { downloadRows } from './download.ts';

type Refused = Parameters<ReturnType<typeof useRefusalText>>[0] & {
  email: string;
  name?: string | null;
  endDate?: string | null;
};

/** Hands refused rows back as a file, with why each was refused. */
export function useDownload(): (rows: Refused[]) => void {
  const why = useRefusalText();
  return (rows) =>
    downloadRows(
      'refused.csv',
      rows.map((r) => ({ ...r, why: why(r) })),
    );
}
