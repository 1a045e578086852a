import { describe, expect, it } from 'vitest';
import { CommandIDs } from '../commands';
import { testCouture } from '../testing/couture';
import { learnRights } from '../ui/permissions';
import { addChangePassword } from './change_password';

describe('changing one\'s own password', () => {
  it('is offered where the server says that there is a page for it', async () => {
    const shown = async (page: string | null): Promise<string[] | null> => {
      const couture = testCouture({ 'GET users/me': { username: 'ada', roles: [], permissions: [], dags: {}, password_page: page } });
      const opened: string[] = [];
      addChangePassword(couture, address => void opened.push(address));
      expect(couture.commands.isVisible(CommandIDs.changePassword)).toBe(false); // nobody knows yet
      await learnRights(couture);
      if (!couture.commands.isVisible(CommandIDs.changePassword)) {
        expect(couture.commands.isEnabled(CommandIDs.changePassword)).toBe(false);
        return null;
      }
      await couture.commands.execute(CommandIDs.changePassword);
      return opened;
    };
    expect(await shown('/hub/change-password')).toEqual(['/hub/change-password']);
    expect(await shown(null)).toBeNull();
  });
});
