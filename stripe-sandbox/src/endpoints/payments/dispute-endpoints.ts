import { closeDispute } from '../../payments/dispute-charge.ts'
import { type Endpoint, endpoint } from '../core/endpoint.ts'
import { findObject } from '../core/find-object.ts'
import { noParameters } from '../core/parameters.ts'
import { invalidRequest } from '../core/stripe-error.ts'
import { listByChargeEndpoint, metadataEndpoint } from './common-endpoints.ts'

export const disputeEndpoints: Endpoint[] = [
  metadataEndpoint('dispute', '/v1/disputes', ['charge.dispute.updated']),
  endpoint({
    method: 'POST',
    path: '/v1/disputes/:id/close',
    parameters: noParameters,
    handle: (context, { id }) => {
      const current = findObject(context, 'dispute', id)
      if (['won', 'lost', 'warning_closed', 'prevented'].includes(current.status))
        throw invalidRequest('This dispute is already closed')
      return closeDispute(context, current, 'lost')
    },
  }),
  listByChargeEndpoint('dispute', '/v1/disputes'),
]
