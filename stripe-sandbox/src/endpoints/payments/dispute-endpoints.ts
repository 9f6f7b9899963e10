import { close } from '../../payments/dispute-charge.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { found } from '../core/find-object.ts'
import { nothing } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { listedByCharge, noted } from './shared-endpoints.ts'

export const disputeEndpoints: Endpoint[] = [
  noted('dispute', '/v1/disputes', ['charge.dispute.updated']),
  endpoint({
    method: 'POST',
    path: '/v1/disputes/:id/close',
    parameters: nothing,
    answer: (world, { id }) => {
      const current = found(world, 'dispute', id)
      if (['won', 'lost', 'warning_closed', 'prevented'].includes(current.status))
        throw invalidRequest('This dispute is already closed')
      return close(world, current, 'lost')
    },
  }),
  listedByCharge('dispute', '/v1/disputes'),
]
