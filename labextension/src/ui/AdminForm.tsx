/** A form of what an Admin keeps (a user, a role, a pool, a variable, a connection): its fields, what was refused, Save and Cancel. */
import type { ReactElement, ReactNode } from 'react';
import { ActionButton } from './ActionButton';
import { useCouture } from './context';
import type { Permission } from './usePermission';

export interface IAdminFormProps {
  label: string;
  /** What one must be allowed to save it. */
  needs: Permission;
  /** Why it cannot be saved as it is. */
  disabledBecause: string | null;
  /** What was refused, as far as no field tells it. */
  problem: string | null;
  /** Buttons with which to go on from there. */
  remedies?: ReactNode;
  children: ReactNode;
  onSave: () => Promise<void>;
  onCancel: () => void;
}

export function AdminForm(props: IAdminFormProps): ReactElement {
  const { label, needs, disabledBecause, problem, remedies, children, onSave, onCancel } = props;
  const { trans } = useCouture();
  return (
    <form
      className="couture-AdminForm"
      aria-label={label}
      onSubmit={event => {
        event.preventDefault();
        void onSave();
      }}
    >
      {children}
      {problem !== null && (
        <div className="couture-Banner couture-mod-error" role="alert">
          <span className="couture-Banner-text">{problem}</span>
          {remedies}
        </div>
      )}
      <div className="couture-Buttons">
        <ActionButton isSubmit variant="primary" label={trans.__('Save')} needs={needs} disabledBecause={disabledBecause} />
        <ActionButton label={trans.__('Cancel')} onClick={onCancel} />
      </div>
    </form>
  );
}
