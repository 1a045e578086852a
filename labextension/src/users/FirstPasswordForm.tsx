/** A password that an Admin gives to somebody, who must choose another one at the first sign-in. */
import { type ReactElement, useState } from 'react';
import type { IUser } from '../api';
import { ActionButton, AdminForm, TextField, useCouture, useSaving } from '../ui';

const SHORTEST = 12; // characters, as the server has it
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789'; // no two that look alike

export function FirstPasswordForm({ user, onDone }: { user: IUser; onDone: () => void }): ReactElement {
  const { client, trans } = useCouture();
  const { username } = user;
  const { problem, problemBeside, save } = useSaving({ subject: 'user', isNew: false, nameField: null, onDone });
  const [password, setPassword] = useState('');
  return (
    <AdminForm
      label={trans.__('Password of %1', username)}
      needs="users:edit"
      disabledBecause={password.length < SHORTEST ? trans.__('A password has at least %1 characters.', SHORTEST) : null}
      problem={problemBeside(['password'])}
      onSave={() => save(() => client.users.setPassword(username, password))}
      onCancel={onDone}
    >
      <div className="couture-FormRow">
        <TextField
          label={trans.__('First password of %1', username)}
          path="password"
          isRequired
          hint={trans.__('Tell it to them: it is not shown again. They choose another one when they sign in, and all of their sessions end.')}
          error={problem?.fields.password}
          input={{ autoComplete: 'off', autoFocus: true }}
          value={password}
          onChange={setPassword}
        />
      </div>
      <div className="couture-Buttons">
        <ActionButton label={trans.__('Make one up')} onClick={() => setPassword(madeUp())} />
      </div>
    </AdminForm>
  );
}

/** Four groups of five letters: 99 bits. */
function madeUp(): string {
  const letter = (number: number): string => LETTERS.charAt(number % LETTERS.length);
  // Of 31 letters each is as likely as the others: numbers from which some would gain are left out.
  const numbers = [...crypto.getRandomValues(new Uint8Array(200))].filter(number => number < 248).slice(0, 20);
  return numbers.map((number, place) => (place > 0 && place % 5 === 0 ? '-' : '') + letter(number)).join('');
}
