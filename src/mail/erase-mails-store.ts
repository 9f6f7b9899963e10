import type { Queryable } from '../platform/database/database.ts'

type ErasedRecipients = {
  customerIds: readonly string[]
  addressChanges: readonly string[]
  signInRequests: readonly string[]
}

/** Deletes every mail to these recipients, whatever its state. */
export const eraseMailsTo = async (
  transaction: Queryable,
  { customerIds, addressChanges, signInRequests }: ErasedRecipients,
): Promise<void> => {
  await transaction.query(
    `delete from mails where customer_id = any($1::text[]) or address_change = any($2::uuid[])
       or sign_in_request = any($3::uuid[])`,
    [customerIds, addressChanges, signInRequests],
  )
}
