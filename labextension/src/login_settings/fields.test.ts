import { describe, expect, it } from 'vitest';
import { ApiError } from '../api';
import { testCouture } from '../testing/couture';
import { elsewhere, sections } from './fields';

describe('what was refused', () => {
  const { trans } = testCouture();
  const told = (problem: ApiError): string[] => elsewhere(problem, sections(trans, 'AUTH_OAUTH'));

  it('is told below the form, unless a field on the page tells it', () => {
    expect(told(new ApiError(422, 'No id. No role.', { auth_oauth_client_id: 'No id.', auth_type: 'No role.' }))).toEqual([]);
    expect(told(new ApiError(422, 'No host. No id.', { auth_ldap_server: 'No host.', auth_oauth_client_id: 'No id.' }))).toEqual(['AUTH_LDAP_SERVER: No host.']);
    expect(told(new ApiError(0, 'The server does not answer.'))).toEqual(['The server does not answer.']);
  });
});
