/** Lists that people narrow down, sort, select from and take away. */
export type { IFilterField, IOption } from './fields';
export { momentsOf, paramsOf } from './fields';
export { useNarrow } from './narrow';
export { addListPage, type IListPlace, RememberedList } from './open_list';
export type { IListColumn, IListDefinition, IListView } from './types';
