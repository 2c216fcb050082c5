/** One place in a request that is wrong: a JSON pointer into the body, or a parameter. */
export interface Fault {
  pointer?: string;
  parameter?: string;
  detail: string;
  /** The kind of fault and what it is about, for words in another language. */
  reason?: string;
  values?: Record<string, string | number>;
}

/** A refusal as the server words it (RFC 9457). */
export interface Problem {
  status: number;
  code: string;
  detail: string;
  errors?: Fault[];
  /** The columns of a list that could not be read. */
  columns?: { title: string | null; as: string | null }[];
  /** Seconds after which it may be asked again, where the server tells. */
  retryAfter?: number;
}

/**
 * What a call throws: `code` is stable and meant for programs, `message` is for people. Where no server answered,
 * `status` is 0 and `code` is `network`.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: Fault[];
  readonly columns: NonNullable<Problem['columns']>;
  readonly retryAfter: number | null;

  constructor(problem: Problem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.columns = problem.columns ?? [];
    this.retryAfter = problem.retryAfter ?? null;
  }
}

/** For servers, and proxies before them, that answer without a code. */
const CODES: Record<number, string> = {
  400: 'invalid_request',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  413: 'payload_too_large',
  415: 'unsupported_media_type',
  429: 'rate_limited',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** The seconds of `Retry-After`, which may be a number or a date; null where there is none. */
export function readRetryAfter(headers: Headers): number | null {
  const text = headers.get('retry-after');
  if (!text) return null;
  const seconds = /^\d+$/.test(text) ? Number(text) : Math.ceil((Date.parse(text) - Date.now()) / 1000);
  return Number.isNaN(seconds) ? null : Math.max(seconds, 1);
}

type Body = Partial<Omit<Problem, 'status'>> & { message?: unknown };

/** Reads the refusal in a response, also where something in between answered without a problem document. */
export async function readProblem(response: Response): Promise<ApiError> {
  const { status, statusText, headers } = response;
  const body = ((await response.json().catch(() => null)) ?? {}) as Body;
  const said = [body.detail, body.message, statusText].find((text) => typeof text === 'string' && text !== '');
  const retryAfter = readRetryAfter(headers);
  return new ApiError({
    status,
    code: body.code ?? CODES[status] ?? 'internal_error',
    detail: String(said ?? `The server answered ${status}.`),
    ...(body.errors && { errors: body.errors }),
    ...(body.columns && { columns: body.columns }),
    ...(retryAfter !== null && { retryAfter }),
  });
}
