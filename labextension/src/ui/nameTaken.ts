/** What a form says when its name is taken. */
import { ApiError } from '../api';

/** The error of saving: a conflict is told at the `field` with the name of something new; of what was there, in general. */
export function nameTaken(reason: unknown, field: string | null): ApiError {
  if (!(reason instanceof ApiError)) {
    return new ApiError(0, String(reason));
  }
  const isTaken = field !== null && reason.status === 409;
  return isTaken ? new ApiError(reason.status, reason.detail, { [field]: reason.detail }) : reason;
}
