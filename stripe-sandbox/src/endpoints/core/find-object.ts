import type { World } from '../../state/context.ts'
import type { TableName, Tables } from '../../state/tables.ts'
import { noSuch } from './stripe-error.ts'

/** As Stripe names each kind in its errors. */
const KINDS: Partial<Record<TableName, string>> = {
  session: 'checkout.session',
  payment_method: 'PaymentMethod',
  payment_intent: 'payment_intent',
  setup_intent: 'setupintent',
  portal_configuration: 'configuration',
  test_clock: 'test clock',
}

/** The row, or Stripe's 404 that names the parameter. */
export const found = <Name extends TableName>(
  { state }: World,
  table: Name,
  id: string,
  param = 'id',
): Tables[Name] => {
  const row = state.get(table, id)
  if (row === undefined) throw noSuch(KINDS[table] ?? table, id, param)
  return row
}

/** The named row, or nothing where none is named. */
export const foundIfNamed = <Name extends TableName>(
  world: World,
  table: Name,
  id: string | undefined,
  param: string,
): Tables[Name] | undefined => (id === undefined ? undefined : found(world, table, id, param))
