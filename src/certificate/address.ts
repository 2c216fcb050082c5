import type { Certificate } from './certificate.ts';

/** The public page of a certificate. */
export const certificateUrl = (publicUrl: string, code: string): string => `${publicUrl}/certificate/${code}`;

/** LinkedIn's form for a certificate of one's own, filled in. */
export function linkedInUrl(
  certificate: Pick<Certificate, 'code' | 'completed'> & { course: { title: string } },
  publisher: string,
  publicUrl: string,
): string {
  const issued = new Date(certificate.completed * 1000);
  const parameters = new URLSearchParams({
    startTask: 'CERTIFICATION_NAME',
    name: certificate.course.title,
    organizationName: publisher,
    issueYear: String(issued.getUTCFullYear()),
    issueMonth: String(issued.getUTCMonth() + 1),
    certUrl: certificateUrl(publicUrl, certificate.code),
    certId: certificate.code,
  });
  return `https://www.linkedin.com/profile/add?${parameters}`;
}
