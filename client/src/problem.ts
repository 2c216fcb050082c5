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

/** What a call throws: `code` is stable and meant for programs, `message` is for people. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly errors: Fault[];
  readonly columns: NonNullable<Problem['columns']>;
  readonly retryAfter: number | null;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ApiError';
    this.status = problem.status;
    this.code = problem.code;
    this.errors = problem.errors ?? [];
    this.columns = problem.columns ?? [];
    this.retryAfter = problem.retryAfter ?? null;
  }
}

/** Reads the refusal in a response, also where something in between answered without a problem document. */
export async function readProblem(response: Response): Promise<ApiError> {
  const body = (await response.json().catch(() => null)) as (Partial<Problem> & { message?: string }) | null;
  const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
  return new ApiError({
    status: response.status,
    code: body?.code ?? 'internal_error',
    detail: body?.detail ?? body?.message ?? response.statusText,
    ...(body?.errors && { errors: body.errors }),
    ...(body?.columns && { columns: body.columns }),
    ...(retryAfter > 0 && { retryAfter }),
  });
}
