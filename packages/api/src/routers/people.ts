import { moveOrgUnit, movePerson, removeOrgUnit, updateOrgUnit } from "@callbay/services/people/edit-org-units";
import { endMembership } from "@callbay/services/people/end-membership";
import { invitePerson, withdrawInvitation } from "@callbay/services/people/invite-person";
import { listPeople } from "@callbay/services/people/list-people";
import { addOrgUnit, listOrgUnits } from "@callbay/services/people/org-units";
import { setRole } from "@callbay/services/people/set-role";
import { addSkill, listSkills, removeSkill, renameSkill, setSkills } from "@callbay/services/people/skills";
import { ask, change, router } from "../trpc.ts";

export const peopleRouter = router({
  list: ask(listPeople),
  orgUnits: ask(listOrgUnits),
  invite: change(invitePerson),
  withdrawInvitation: change(withdrawInvitation),
  setRole: change(setRole),
  end: change(endMembership),
  move: change(movePerson),
  addOrgUnit: change(addOrgUnit),
  updateOrgUnit: change(updateOrgUnit),
  moveOrgUnit: change(moveOrgUnit),
  removeOrgUnit: change(removeOrgUnit),
  skills: ask(listSkills),
  addSkill: change(addSkill),
  renameSkill: change(renameSkill),
  removeSkill: change(removeSkill),
  setSkills: change(setSkills),
});
