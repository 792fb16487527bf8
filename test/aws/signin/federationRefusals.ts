import { Refusal } from '../sts/refusals.ts';

/** The federation endpoint refuses every wrong request in the same way. */
export class FederationRefusal extends Refusal {
  constructor(message: string) {
    super(400, 'BadRequest', message);
  }
}
