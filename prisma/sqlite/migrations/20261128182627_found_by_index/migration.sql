-- DropIndex
DROP INDEX "Delivery_message_idx";

-- DropIndex
DROP INDEX "Delivery_groupId_topic_subjectId_idx";

-- DropIndex
DROP INDEX "Delivery_status_sendAt_idx";

-- CreateIndex
CREATE INDEX "ActionStep_visitId_idx" ON "ActionStep"("visitId");

-- CreateIndex
CREATE INDEX "Delivery_groupId_idx" ON "Delivery"("groupId");

-- CreateIndex
CREATE INDEX "Delivery_subjectId_idx" ON "Delivery"("subjectId");

-- CreateIndex
CREATE INDEX "GapTask_nextMeetingId_idx" ON "GapTask"("nextMeetingId");

-- CreateIndex
CREATE INDEX "GroupSchool_schoolId_idx" ON "GroupSchool"("schoolId");

-- CreateIndex
CREATE INDEX "Snooze_groupId_idx" ON "Snooze"("groupId");
