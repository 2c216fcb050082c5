/** What Ajv finds wrong. */
export interface SchemaError {
  instancePath: string;
  keyword: string;
  message?: string;
  params: Record<string, unknown>;
}

const MAX_NAME = 100;

function detailOf({ keyword, message, params }: SchemaError): string {
  if (keyword === 'required') return 'is required';
  if (keyword === 'additionalProperties') return 'is not known here';
  if (keyword === 'enum') return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
  return message ?? 'is not valid';
}

/** JSON pointer (RFC 6901) to the member that is wrong, missing or unknown. */
function faultOf(error: SchemaError) {
  const name = error.params.missingProperty ?? error.params.additionalProperty;
  const member =
    name === undefined ? '' : `/${String(name).slice(0, MAX_NAME).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return { pointer: error.instancePath + member, detail: detailOf(error) };
}

/** The paths above a path: of `/a/b` those are `/a` and that of the whole. */
function* above(path: string): Generator<string> {
  for (let end = path.lastIndexOf('/'); end >= 0; end = path.lastIndexOf('/', end - 1)) {
    yield path.slice(0, end);
    if (end === 0) return;
  }
}

/**
 * What is wrong, place by place. Where one of several forms is asked for (“or null”) Ajv tells of all of them: told is
 * what is wrong in the form that was meant, or, where none was, which types there may be.
 */
export function schemaFaults(errors: readonly SchemaError[]): { pointer: string; detail: string }[] {
  const choices = new Set(errors.filter(({ keyword }) => keyword === 'anyOf').map(({ instancePath }) => instancePath));
  const isType = ({ keyword, instancePath }: SchemaError) => keyword === 'type' && choices.has(instancePath);
  const told = errors.filter((error) => error.keyword !== 'anyOf' && !isType(error));
  const meant = new Set(told.map(({ instancePath }) => instancePath));
  for (const { instancePath } of errors) for (const path of above(instancePath)) meant.add(path);
  const types = new Map<string, Set<unknown>>();
  for (const { instancePath, params } of errors.filter(isType))
    types.set(instancePath, (types.get(instancePath) ?? new Set()).add(params.type));
  const wrongTypes = [...types]
    .filter(([path]) => !meant.has(path))
    .map(([pointer, of]) => ({ pointer, detail: `must be ${[...of].join(' or ')}` }));
  return [...told.map(faultOf), ...wrongTypes];
}
