import { describe, expect, it } from 'vitest';
import { ApiError } from '../api';
import { testCouture } from '../testing/couture';
import { draw } from '../testing/render';
import { QueryProblem } from './messages';

describe('a question that was not answered', () => {
  it('is told as the missing permission, without a try again', async () => {
    const refused = new ApiError(403, 'You (ada, User) lack the permission variables:read.');
    const { node } = await draw(<QueryProblem error={refused} onRetry={() => undefined} />, testCouture());
    expect(node.textContent).toContain('You may not see this.');
    expect(node.textContent).toContain('variables:read');
    expect(node.querySelector('button')).toBeNull();
  });

  it('can be asked again where that may help', async () => {
    const { node } = await draw(<QueryProblem error={new ApiError(503, 'busy')} onRetry={() => undefined} />, testCouture());
    expect(node.querySelector('[role="alert"]')!.textContent).toContain('busy');
    expect(node.querySelector('button')).not.toBeNull();
  });
});
