/** What stands where there is nothing to show, and where something went wrong. */
import { type LabIcon, lockIcon } from '@jupyterlab/ui-components';
import type { ReactElement, ReactNode } from 'react';
import { ApiError } from '../api';
import { useCouture } from './context';

export interface IEmptyStateProps {
  title: string;
  icon?: LabIcon;
  children?: ReactNode;
}

export function EmptyState({ title, icon: Icon, children }: IEmptyStateProps): ReactElement {
  return (
    <div className="couture-EmptyState">
      {Icon && <Icon.react tag="div" className="couture-EmptyState-icon" />}
      <p className="couture-EmptyState-title">{title}</p>
      {children && <div className="couture-EmptyState-text">{children}</div>}
    </div>
  );
}

export interface IErrorBannerProps {
  error: Error;
  onRetry?: () => void;
}

export function ErrorBanner({ error, onRetry }: IErrorBannerProps): ReactElement {
  const { trans } = useCouture();
  const isOffline = error instanceof ApiError && error.isOffline;
  const text = isOffline
    ? trans.__('The Jupyter server does not answer. What you see may be old; it is updated when the server is back.')
    : error.message;
  return (
    <div className="couture-Banner couture-mod-error" role="alert">
      <span className="couture-Banner-text">{text}</span>
      {onRetry && (
        <button type="button" className="couture-Button couture-mod-minimal" onClick={onRetry}>
          {trans.__('Try again')}
        </button>
      )}
    </div>
  );
}

/** What a page shows when its question was not answered: who may not see it is told so, and what would help. */
export function QueryProblem({ error, onRetry }: IErrorBannerProps): ReactElement {
  const { trans } = useCouture();
  if (error instanceof ApiError && error.status === 403) {
    return (
      <EmptyState icon={lockIcon} title={trans.__('You may not see this.')}>
        <p>{error.message}</p>
        <p>{trans.__('An administrator can give you another role.')}</p>
      </EmptyState>
    );
  }
  return <ErrorBanner error={error} onRetry={onRetry} />;
}

/** A quiet line that says that something is on its way; drawn only if it takes a moment (see the style). */
export function Loading(): ReactElement {
  const { trans } = useCouture();
  return (
    <div className="couture-Loading" role="status">
      {trans.__('Loading…')}
    </div>
  );
}
