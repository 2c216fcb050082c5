import { type Static, Type } from 'typebox';
import { DateTime, DateTimeOrNull, orNull } from '../http/schema.ts';
import { isoTime, isoTimeOrNull } from '../rules/time.ts';
import type { Permission } from './token.ts';

const PermissionSchema = Type.Enum(['read', 'write'], {
  type: 'string',
  description: '`read`: may read, but not change anything.',
});

const members = {
  id: Type.String({ description: 'The id of the token, which is also its `key` claim.' }),
  name: Type.String(),
  lastTen: Type.String({ description: 'The last ten characters of the token.' }),
  permission: PermissionSchema,
  created: DateTime('When it was made.'),
  lastUsed: DateTimeOrNull('When it was last used, to a minute or so.'),
  maker: orNull(Type.String({ description: 'Who made it, by the name they had; null where that is not known.' })),
  refused: Type.Boolean({
    description:
      'True where it was signed with a key that the server no longer has: it opens nothing, and has to be made anew.',
  }),
};

export const Token = Type.Object(members, { $id: 'Token', description: 'An API token, without its text.' });

export const NewToken = Type.Object(
  { ...members, token: Type.String({ description: 'The text of the token. It is shown this once.' }) },
  { $id: 'NewToken', description: 'An API token that has just been made.' },
);

export const CreateTokenBody = Type.Object(
  {
    name: Type.String({ description: 'What the token is for; cannot be changed.' }),
    permission: PermissionSchema,
  },
  { $id: 'CreateToken', additionalProperties: false },
);

interface Row {
  id: string;
  name: string;
  last_ten: string;
  permission: Permission;
  created_at: number;
  last_used_at: number | null;
  maker: string | null;
  made_with: string | null;
}

/** `keys` are the fingerprints of the keys that the server has. */
export const toTokenView = (row: Row, keys: ReadonlySet<string>): Static<typeof Token> => ({
  id: row.id,
  name: row.name,
  lastTen: row.last_ten,
  permission: row.permission,
  created: isoTime(row.created_at),
  lastUsed: isoTimeOrNull(row.last_used_at),
  maker: row.maker,
  refused: row.made_with !== null && !keys.has(row.made_with),
});
