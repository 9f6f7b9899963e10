import { readFileSync } from 'node:fs'
import { Router } from 'express'
import type { ControlNeeds } from '../control/control-routes.ts'
import { checkoutRoutes } from './checkout-routes.ts'
import { portalRoutes } from './portal-routes.ts'

type Needs = Pick<ControlNeeds, 'context' | 'deliveries'>

const style = readFileSync(new URL('sandbox.css', import.meta.url))

/** Pages that Stripe hosts for a customer. */
export const pageRoutes = ({ context, deliveries }: Needs): Router => {
  const router = Router()
  router.get('/sandbox.css', (_request, response) => {
    response.type('css').send(style)
  })
  const sendEvents = () => void deliveries.send()
  router.use(portalRoutes({ context, sendEvents }))
  router.use(checkoutRoutes({ context, sendEvents }))
  return router
}
