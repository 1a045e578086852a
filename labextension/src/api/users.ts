/** Users, roles, and what there is to be allowed. */
import type { Http, QueryParams } from './client';
import { pathOf } from './client';
import type { components } from './generated';

type Schemas = components['schemas'];
export type IUser = Schemas['User'];
export type IUserPage = Schemas['UserCollection'];
export type IUserForm = Schemas['UserBody'];
export type IMyself = Schemas['Myself'];
/** As couture_scheduler/access.py names it, e.g. `variables:edit`. */
export type Permission = IMyself['permissions'][number];
export type IUserChange = Schemas['UserPatch'];
export type IRole = Schemas['RoleInfo'];
export type IRoleForm = Schemas['RoleBody'];
export type IRoleChange = Schemas['RolePatch'];

export class UsersApi {
  constructor(private readonly _http: Http) {}

  /** Who asks, and what they may do. */
  me(): Promise<IMyself> {
    return this._http.get('users/me');
  }

  list(params: QueryParams): Promise<IUserPage> {
    return this._http.get('users', params);
  }

  create(user: IUserForm): Promise<IUser> {
    return this._http.post('users', user);
  }

  change(username: string, change: IUserChange): Promise<IUser> {
    return this._http.patch(`users/${pathOf(username)}`, change);
  }

  /** Give somebody a password that they must change at the first sign-in. */
  setPassword(username: string, password: string): Promise<void> {
    return this._http.put(`users/${pathOf(username)}/password`, { password });
  }

  delete(username: string): Promise<void> {
    return this._http.delete(`users/${pathOf(username)}`);
  }
}

export class RolesApi {
  constructor(private readonly _http: Http) {}

  list(): Promise<Schemas['RoleCollection']> {
    return this._http.get('roles');
  }

  permissions(): Promise<Schemas['PermissionCollection']> {
    return this._http.get('permissions');
  }

  create(role: IRoleForm): Promise<IRole> {
    return this._http.post('roles', role);
  }

  change(name: string, change: IRoleChange): Promise<IRole> {
    return this._http.patch(`roles/${pathOf(name)}`, change);
  }

  delete(name: string): Promise<void> {
    return this._http.delete(`roles/${pathOf(name)}`);
  }
}
