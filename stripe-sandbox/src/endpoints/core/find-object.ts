import type { Context } from '../../state/context.ts'
import type { TableName, Tables } from '../../state/tables.ts'
import { resourceMissing } from './stripe-error.ts'

/** Stripe's names of resources in its errors, where they differ from the table's name. */
const RESOURCE_NAMES: Partial<Record<TableName, string>> = {
  session: 'checkout.session',
  payment_method: 'PaymentMethod',
  payment_intent: 'payment_intent',
  setup_intent: 'setupintent',
  portal_configuration: 'configuration',
  test_clock: 'test clock',
}

type Reference<Id> = {
  id: Id
  /** The parameter of the call that holds the id. */
  param: string
}

/** Finds an object by the id in the path of the call. Throws Stripe's 404 if there is none. */
export const findObject = <Name extends TableName>(context: Context, table: Name, id: string): Tables[Name] =>
  findReferenced(context, table, { id, param: 'id' })

/** Finds an object that a parameter names. Throws Stripe's 404 with the parameter if there is none. */
export const findReferenced = <Name extends TableName>(
  { state }: Context,
  table: Name,
  { id, param }: Reference<string>,
): Tables[Name] => {
  const row = state.get(table, id)
  if (row === undefined) throw resourceMissing(RESOURCE_NAMES[table] ?? table, id, param)
  return row
}

/** Like `findReferenced`, but without the parameter there is no object. */
export const findIfGiven = <Name extends TableName>(
  context: Context,
  table: Name,
  { id, param }: Reference<string | undefined>,
): Tables[Name] | undefined => (id === undefined ? undefined : findReferenced(context, table, { id, param }))
