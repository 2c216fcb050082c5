import { isRecord } from './check.ts';
import { identityOf } from './keys.ts';
import { VOIDED } from './statement.ts';

type Json = Record<string, unknown>;

const ADL = 'http://adlnet.gov/expapi/verbs/';
const W3ID = 'https://w3id.org/xapi/';
const CATEGORY = `${W3ID}cmi5/context/categories/cmi5`;
const EXTENSIONS = `${W3ID}cmi5/context/extensions/`;
export const SESSION_ID = `${EXTENSIONS}sessionid`;
const COURSE_TYPE = `${W3ID}cmi5/activitytype/course`;

/** When a course counts as done. */
export const MOVE_ON = ['Passed', 'Completed', 'CompletedAndPassed', 'CompletedOrPassed', 'NotApplicable'] as const;
export type MoveOn = (typeof MOVE_ON)[number];

/** What cmi5 knows that an assignable unit may say. */
const VERBS = ['initialized', 'completed', 'passed', 'failed', 'terminated'] as const;
export type Verb = (typeof VERBS)[number];

/** One launch of an assignable unit for a student. */
export interface Session {
  id: string;
  registration: string;
  activityId: string;
  /** An account, as statements name the student. */
  actor: Json;
  /** The address that it was launched at, without the parameters of cmi5. */
  launchUrl: string;
  moveOn: MoveOn;
}

/** What the unit said so far: in this session, and in all of the registration. */
export interface Said {
  session: readonly Verb[];
  completed: boolean;
  passed: boolean;
}

export function isSatisfied(moveOn: MoveOn, { completed, passed }: Pick<Said, 'completed' | 'passed'>): boolean {
  switch (moveOn) {
    case 'Passed':
      return passed;
    case 'Completed':
      return completed;
    case 'CompletedAndPassed':
      return completed && passed;
    case 'CompletedOrPassed':
      return completed || passed;
    case 'NotApplicable':
      return true;
  }
}

/** What every statement of a session has as its context, and may add to. */
export const contextTemplate = ({ id, launchUrl }: Session): Json => ({
  contextActivities: { grouping: [{ objectType: 'Activity', id: launchUrl }] },
  extensions: { [SESSION_ID]: id },
});

const statementOf = (session: Session, verb: string, id: string, at: string, extensions: Json = {}): Json => {
  const template = contextTemplate(session);
  return {
    actor: session.actor,
    verb: { id, display: { en: verb } },
    object: { objectType: 'Activity', id: session.activityId },
    context: {
      registration: session.registration,
      contextActivities: {
        ...(template.contextActivities as Json),
        category: [{ objectType: 'Activity', id: CATEGORY }],
      },
      extensions: { ...(template.extensions as Json), ...extensions },
    },
    timestamp: at,
  };
};

export const launched = (session: Session, at: string): Json =>
  statementOf(session, 'launched', `${ADL}launched`, at, {
    [`${EXTENSIONS}launchmode`]: 'Normal',
    [`${EXTENSIONS}launchurl`]: session.launchUrl,
    [`${EXTENSIONS}moveon`]: session.moveOn,
  });

/** The object is the course, not the unit in it. */
export const satisfied = (session: Session, at: string): Json => ({
  ...statementOf(session, 'satisfied', `${W3ID}adl/verbs/satisfied`, at),
  object: { objectType: 'Activity', id: session.activityId, definition: { type: COURSE_TYPE } },
});

export const abandoned = (session: Session, at: string, seconds: number): Json => ({
  ...statementOf(session, 'abandoned', `${W3ID}adl/verbs/abandoned`, at),
  result: { duration: `PT${seconds}S` },
});

const lists = (context: Json, name: string): Json[] => {
  const activities = isRecord(context.contextActivities) ? context.contextActivities[name] : [];
  return [activities].flat().filter(isRecord);
};

/** The verb of a statement that is one of cmi5, told by its category; null for any other statement. */
export function verbOf({ verb, context }: Json): string | null {
  const isDefined = isRecord(context) && lists(context, 'category').some(({ id }) => id === CATEGORY);
  return isDefined && isRecord(verb) ? String(verb.id).replace(ADL, '') : null;
}

/** What is wrong, and at which member. */
interface Wrong {
  pointer: string;
  detail: string;
}

const sessionIn = (context: Json): unknown =>
  isRecord(context.extensions) ? context.extensions[SESSION_ID] : undefined;

/** Why a statement is none of this launch, or null. */
export function foreignIn({ actor, verb, object, context }: Json, session: Session): Wrong | null {
  const own = isRecord(context) ? context : {};
  const id = sessionIn(own);
  if (identityOf(actor) !== identityOf(session.actor))
    return { pointer: '/actor', detail: 'is not the actor of this launch' };
  if (String(own.registration).toLowerCase() !== session.registration) {
    return { pointer: '/context/registration', detail: 'is not the registration of this launch' };
  }
  if (isRecord(verb) && verb.id === VOIDED)
    return { pointer: '/verb/id', detail: 'is not for a launch: it voids nothing' };
  if (isRecord(object) && (object.objectType ?? 'Activity') !== 'Activity') {
    return { pointer: '/object', detail: 'must be an Activity in a statement of a launch' };
  }
  const isOther = id === undefined ? verbOf({ verb, context }) !== null : id !== session.id;
  return isOther
    ? { pointer: '/context/extensions', detail: 'must have the session id of the context template' }
    : null;
}

/** Why a statement cannot come now (section 9.3 of cmi5), or null. */
export function misplacedIn(statement: Json, { activityId }: Session, said: Said): Wrong | null {
  const verb = verbOf(statement);
  const wrong = (detail: string) => ({ pointer: '/verb/id', detail });
  if (said.session.includes('terminated')) return wrong('comes after the session was terminated');
  if (verb !== 'initialized' && !said.session.includes('initialized')) return wrong('comes before initialized');
  if (verb === null) return null;
  if (isRecord(statement.object) && statement.object.id !== activityId) {
    return { pointer: '/object/id', detail: 'must be the activity of this launch in a statement of cmi5' };
  }
  if (!VERBS.some((one) => one === verb)) return wrong(`is none that a unit may use: ${VERBS.join(', ')}`);
  const again =
    said.session.includes(verb as Verb) ||
    (verb === 'completed' && said.completed) ||
    (verb === 'passed' && said.passed);
  if (again) return wrong('was said before in this registration, and is said once');
  const judged = said.session.some((one) => one === 'passed' || one === 'failed') || said.passed;
  return judged && (verb === 'passed' || verb === 'failed') ? wrong('comes after passed or failed') : null;
}

/** What was said, with one statement more. */
export function withStatement(said: Said, statement: Json): Said {
  const verb = VERBS.find((one) => one === verbOf(statement));
  if (!verb) return said;
  return {
    session: [...said.session, verb],
    completed: said.completed || verb === 'completed',
    passed: said.passed || verb === 'passed',
  };
}
