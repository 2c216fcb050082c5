import { createHash } from 'node:crypto';
import { brandOf } from '../brand/brand.ts';
import type { Context } from '../context.ts';
import { ALGORITHM, credentialKey } from '../signing/keys.ts';
import { certificateUrl } from './address.ts';
import type { Certificate } from './certificate.ts';

type Issuer = Pick<Context, 'db' | 'keys' | 'clock' | 'config'>;

const CONTEXTS = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'];

/** To the second, with the `Z` that credentials are written with. */
const moment = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');

/** The address of the student, hashed: who knows it can compare it, and others learn nothing. */
function hashedIdentity({ code, student }: Certificate): object {
  const hash = createHash('sha256').update(student.email.toLowerCase()).update(code).digest('hex');
  return {
    type: 'IdentityObject',
    hashed: true,
    salt: code,
    identityType: 'emailAddress',
    identityHash: `sha256$${hash}`,
  };
}

/** The certificate as an OpenBadgeCredential (Open Badges 3.0), without its proof. */
function credentialOf(certificate: Certificate, publisher: string, publicUrl: string) {
  const url = certificateUrl(publicUrl, certificate.code);
  const { course, student } = certificate;
  return {
    '@context': CONTEXTS,
    id: url,
    type: ['VerifiableCredential', 'OpenBadgeCredential'],
    name: course.title,
    issuer: { id: publicUrl, type: ['Profile'], name: publisher, url: publicUrl },
    validFrom: moment(certificate.completed),
    credentialSubject: {
      type: ['AchievementSubject'],
      identifier: [
        { type: 'IdentityObject', hashed: false, identityType: 'name', identityHash: student.name },
        hashedIdentity(certificate),
      ],
      achievement: {
        id: `${publicUrl}/xapi/course/${course.id}`,
        type: ['Achievement'],
        achievementType: 'Course',
        name: course.title,
        description: course.title,
        criteria: { narrative: `Complete the course “${course.title}”.` },
      },
    },
    credentialStatus: { id: `${url}.status.json`, type: '1EdTechRevocationList' },
  };
}

/** The certificate as a signed credential, a compact JWS (VC-JWT), by a key of `/.well-known/jwks.json`. */
export async function signedBadge(context: Issuer, certificate: Certificate): Promise<{ jwt: string; badge: object }> {
  const { SignJWT } = await import('jose'); // a start needs nothing of it
  const { publicUrl } = context.config;
  const { publisher } = await brandOf(context.db.read, context.config);
  const credential = credentialOf(certificate, publisher, publicUrl);
  const key = await credentialKey(context);
  const token = new SignJWT({ ...credential })
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT', kid: key.id, jwk: key.jwk })
    .setIssuer(publicUrl)
    .setJti(credential.id)
    .setSubject(credential.id)
    .setNotBefore(certificate.completed);
  const jwt = await key.sign(token);
  return { jwt, badge: { ...credential, proof: { type: 'JwtProof2020', jwt } } };
}

/** Whether the certificate was revoked, as a list of revoked credentials that has one or none. */
export const revocationList = (certificate: Certificate, publicUrl: string): object => {
  const id = certificateUrl(publicUrl, certificate.code);
  return {
    id: `${id}.status.json`,
    issuer: publicUrl,
    revokedCredentials:
      certificate.revoked === null ? [] : [{ id, revoked: true, revocationReason: certificate.reason }],
  };
};
