/** Lists that people narrow down, sort, select from and take away. */
export type { IFilterField, IOption } from './fields';
export { momentsOf, paramsOf } from './fields';
export { useNarrow } from './narrow';
export { listPage } from './open_list';
export { placesOf } from './places';
export type { IListColumn, IListDefinition, IListView } from './types';
