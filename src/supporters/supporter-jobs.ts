import type { Repeating } from '../platform/jobs/repeat.ts'
import { findAddressSpellings } from './address/address-store.ts'
import { sameAddressJob } from './address/same-address-job.ts'
import { fetchAddressJob } from './address-change/fetch-address-job.ts'
import { pushAddressJob } from './address-change/push-address-job.ts'
import { eraseJob } from './erasure/erase-job.ts'
import { deleteExpiredSignInsJob } from './sign-in/delete-expired-sign-ins-job.ts'
import { linkSignedInBrowsers } from './sign-in/link-browser-action.ts'
import type { SupporterNeeds } from './supporter-needs.ts'

/** Makes the job that erases supporters who asked for it. */
export const eraseSupportersJob = (needs: SupporterNeeds): Repeating => {
  const { database, addressKeys } = needs
  return eraseJob({
    database,
    findAddressSpellings: (index) => findAddressSpellings(database, addressKeys, index),
    requestCancellation: needs.requestCancellation,
    wakePendingActions: needs.wakePendingActions,
    deleteCustomer: needs.deleteCustomer,
    findCustomersByEmail: needs.findCustomersByEmail,
    clearSupporterStatus: needs.clearSupporterStatus,
    syncNow: needs.syncNow,
    refold: needs.refold,
    now: needs.now,
    log: needs.log,
  })
}

/** Makes the other jobs: email addresses, same addresses and expired sign-ins. */
export const supporterJobs = (needs: SupporterNeeds): Repeating[] => {
  const { database, addressKeys, recordDuplicatesByAddress, browsers, now, log } = needs
  const linkSignedIn = linkSignedInBrowsers({
    database,
    linkReader: needs.linkReader,
    browsers,
    publishStatusesToStore: needs.publishStatusesToStore,
    now,
  })
  return [
    fetchAddressJob({
      database,
      addressKeys,
      fetchCustomerEmail: needs.fetchCustomerEmail,
      wakeMail: needs.wakeMail,
      recordDuplicatesByAddress,
      linkSignedInBrowsers: linkSignedIn,
      now,
      log,
    }),
    pushAddressJob({ database, addressKeys, setCustomerEmail: needs.setCustomerEmail, now, log }),
    sameAddressJob({ database, recordDuplicatesByAddress, linkSignedInBrowsers: linkSignedIn, now, log }),
    deleteExpiredSignInsJob({ database, browsers, now, log }),
  ]
}
