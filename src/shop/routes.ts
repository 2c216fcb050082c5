import { now, type ServerContext } from '../context.ts';
import { sha256 } from '../crypto.ts';
import { Refusal } from '../errors.ts';
import type { App } from '../http/app-type.ts';
import { receive, type Shop } from './receive.ts';
import { isSignedByPaddle, isSignedByStripe, isSignedByWooCommerce } from './signature.ts';

const BODY_LIMIT = 256 * 1024;
const NOTHING = Buffer.alloc(0);

type Headers = Record<string, string | string[] | undefined>;

const isSigned: Record<Shop, (headers: Headers, signed: { body: Buffer; secret: string; now: number }) => boolean> = {
  stripe: (headers, signed) => isSignedByStripe(headers['stripe-signature'], signed),
  paddle: (headers, signed) => isSignedByPaddle(headers['paddle-signature'], signed),
  woocommerce: (headers, signed) => isSignedByWooCommerce(headers['x-wc-webhook-signature'], signed),
};

/** What WooCommerce sends, unsigned, when a webhook is made. */
const isPing = (body: Buffer): boolean => body.length < 40 && /^webhook_id=\d{1,20}$/.test(body.toString('latin1'));

/** What shops send. Open for those whose secret is set; a body is read as the bytes that were signed. */
export function shopRoutes(app: App, context: ServerContext): void {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, bytes, done) => done(null, bytes));
  for (const [name, secret] of Object.entries(context.config.shops.secrets)) {
    if (secret === null) continue;
    const shop = name as Shop;
    app.post(`/${shop}`, { bodyLimit: BODY_LIMIT, schema: { hide: true } }, async (request) => {
      const body = Buffer.isBuffer(request.body) ? request.body : NOTHING;
      if (shop === 'woocommerce' && isPing(body)) return { received: true };
      if (!isSigned[shop](request.headers, { body, secret, now: now(context) }))
        throw new Refusal('unauthorized', {
          detail: `The signature does not fit the body and the secret of ${shop}, or is older than five minutes.`,
        });
      await receive(context, shop, body, (bytes) => sha256(bytes));
      return { received: true };
    });
  }
}
