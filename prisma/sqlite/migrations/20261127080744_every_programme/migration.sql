-- AlterTable
ALTER TABLE "Group" ADD COLUMN "carriesOnId" TEXT;
ALTER TABLE "Group" ADD COLUMN "projectCode" TEXT;
ALTER TABLE "Group" ADD COLUMN "releaseReading" TEXT;
ALTER TABLE "Group" ADD COLUMN "template" TEXT;
ALTER TABLE "Group" ADD COLUMN "workCode" TEXT;

-- AlterTable
ALTER TABLE "Signature" ADD COLUMN "personId" TEXT;
ALTER TABLE "Signature" ADD COLUMN "signedOn" TEXT;

-- CreateTable
CREATE TABLE "CommitmentAnswer" (
    "commitmentId" TEXT NOT NULL,
    "halfTerm" INTEGER NOT NULL,
    "answer" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "answeredAt" DATETIME NOT NULL,

    PRIMARY KEY ("commitmentId", "halfTerm"),
    CONSTRAINT "CommitmentAnswer_commitmentId_fkey" FOREIGN KEY ("commitmentId") REFERENCES "Commitment" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "CommitmentNote" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "words" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "undoneAt" DATETIME,
    CONSTRAINT "CommitmentNote_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "CommitmentNote_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "FundingItem" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "amount" INTEGER,
    "status" TEXT NOT NULL,
    "confirmedOn" TEXT,
    "paidOn" TEXT,
    "note" TEXT NOT NULL DEFAULT '',
    "changedAt" DATETIME NOT NULL,
    "changedById" TEXT,
    CONSTRAINT "FundingItem_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "FundingItem_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "HeadMeeting" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "schoolId" TEXT,
    "startsAt" DATETIME NOT NULL,
    "length" INTEGER NOT NULL,
    "place" TEXT NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'planned',
    "cancelReason" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "movedFrom" DATETIME,
    "changedAt" DATETIME NOT NULL,
    "plannedById" TEXT NOT NULL,
    "recordedAt" DATETIME,
    "agreed" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "HeadMeeting_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "HeadMeeting_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "HeadMeetingPerson" (
    "meetingId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "answer" TEXT,
    "answeredAt" DATETIME,
    "present" BOOLEAN,

    PRIMARY KEY ("meetingId", "personId"),
    CONSTRAINT "HeadMeetingPerson_meetingId_fkey" FOREIGN KEY ("meetingId") REFERENCES "HeadMeeting" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "HeadMeetingPerson_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Handover" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "schoolId" TEXT,
    "leaverId" TEXT NOT NULL,
    "successorId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "byId" TEXT NOT NULL,
    "at" DATETIME NOT NULL,
    "undoneAt" DATETIME,
    CONSTRAINT "Handover_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "HubProgramme" (
    "hubId" TEXT NOT NULL,
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "content" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,

    PRIMARY KEY ("hubId", "id", "version"),
    CONSTRAINT "HubProgramme_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReleaseEntry" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "halfDays" INTEGER NOT NULL,
    "purpose" TEXT NOT NULL,
    "note" TEXT NOT NULL DEFAULT '',
    "coverCost" INTEGER,
    "loggedById" TEXT NOT NULL,
    "loggedAt" DATETIME NOT NULL,
    "undoneAt" DATETIME,
    CONSTRAINT "ReleaseEntry_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ReleaseEntry_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ReleasePerson" (
    "entryId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,

    PRIMARY KEY ("entryId", "personId"),
    CONSTRAINT "ReleasePerson_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "ReleaseEntry" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ReleasePerson_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "TrgSession" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "focus" TEXT NOT NULL,
    "tookPart" TEXT NOT NULL,
    "decided" TEXT NOT NULL DEFAULT '',
    "loggedById" TEXT NOT NULL,
    "loggedAt" DATETIME NOT NULL,
    "undoneAt" DATETIME,
    CONSTRAINT "TrgSession_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "TrgSession_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OpenClassroom" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "meetingId" TEXT,
    "day" TEXT NOT NULL,
    "idea" TEXT NOT NULL,
    "lesson" TEXT NOT NULL,
    "createdAt" DATETIME NOT NULL,
    "createdById" TEXT NOT NULL,
    "undoneAt" DATETIME,
    CONSTRAINT "OpenClassroom_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "OpenClassroomReturn" (
    "classroomId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "taughtOn" TEXT,
    "taught" TEXT NOT NULL DEFAULT '',
    "evaluation" TEXT NOT NULL DEFAULT '',
    "usedAgain" TEXT NOT NULL DEFAULT '',
    "embedded" TEXT NOT NULL DEFAULT '',
    "updatedAt" DATETIME NOT NULL,
    "updatedById" TEXT NOT NULL,

    PRIMARY KEY ("classroomId", "schoolId"),
    CONSTRAINT "OpenClassroomReturn_classroomId_fkey" FOREIGN KEY ("classroomId") REFERENCES "OpenClassroom" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "OpenClassroomReturn_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "Visit" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "startsAt" DATETIME NOT NULL,
    "length" INTEGER NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'planned',
    "cancelReason" TEXT,
    "sequence" INTEGER NOT NULL DEFAULT 0,
    "round" INTEGER NOT NULL DEFAULT 0,
    "movedFrom" DATETIME,
    "changedAt" DATETIME NOT NULL,
    "bookedById" TEXT NOT NULL,
    "purpose" TEXT NOT NULL DEFAULT '',
    "recordedAt" DATETIME,
    "notes" TEXT NOT NULL DEFAULT '',
    CONSTRAINT "Visit_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "Visit_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "VisitKind" (
    "visitId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,

    PRIMARY KEY ("visitId", "kind"),
    CONSTRAINT "VisitKind_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "LessonFeedback" (
    "visitId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "writtenAt" DATETIME NOT NULL,

    PRIMARY KEY ("visitId", "personId"),
    CONSTRAINT "LessonFeedback_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "LessonFeedback_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);

-- CreateTable
CREATE TABLE "ActionStep" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "schoolId" TEXT NOT NULL,
    "visitId" TEXT,
    "position" INTEGER NOT NULL,
    "text" TEXT NOT NULL,
    "ownerId" TEXT,
    "dueOn" TEXT,
    "createdAt" DATETIME NOT NULL,
    "createdById" TEXT NOT NULL,
    "doneAt" DATETIME,
    "doneById" TEXT,
    "droppedAt" DATETIME,
    CONSTRAINT "ActionStep_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ActionStep_schoolId_fkey" FOREIGN KEY ("schoolId") REFERENCES "School" ("id") ON DELETE RESTRICT ON UPDATE CASCADE,
    CONSTRAINT "ActionStep_visitId_fkey" FOREIGN KEY ("visitId") REFERENCES "Visit" ("id") ON DELETE SET NULL ON UPDATE CASCADE
);

-- RedefineTables
PRAGMA defer_foreign_keys=ON;
PRAGMA foreign_keys=OFF;
CREATE TABLE "new_Channel" (
    "ref" TEXT NOT NULL PRIMARY KEY,
    "groupId" TEXT NOT NULL,
    "audience" TEXT NOT NULL DEFAULT 'group',
    "boundAt" DATETIME NOT NULL,
    "boundById" TEXT NOT NULL,
    CONSTRAINT "Channel_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Channel" ("boundAt", "boundById", "groupId", "ref") SELECT "boundAt", "boundById", "groupId", "ref" FROM "Channel";
DROP TABLE "Channel";
ALTER TABLE "new_Channel" RENAME TO "Channel";
CREATE UNIQUE INDEX "Channel_groupId_audience_key" ON "Channel"("groupId", "audience");
CREATE TABLE "new_Delivery" (
    "id" TEXT NOT NULL PRIMARY KEY,
    "key" TEXT NOT NULL,
    "hubId" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "topic" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "personId" TEXT,
    "audience" TEXT NOT NULL DEFAULT 'group',
    "chain" TEXT,
    "why" TEXT NOT NULL,
    "unasked" BOOLEAN NOT NULL,
    "dueAt" DATETIME NOT NULL,
    "day" TEXT NOT NULL,
    "sendAt" DATETIME NOT NULL,
    "expiresAt" DATETIME,
    "status" TEXT NOT NULL DEFAULT 'planned',
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "obstacle" TEXT,
    "message" TEXT,
    "claim" TEXT,
    "leaseUntil" DATETIME,
    "sentAt" DATETIME,
    "messageRef" TEXT,
    "staleAt" DATETIME,
    "refreshing" TEXT,
    CONSTRAINT "Delivery_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group" ("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
INSERT INTO "new_Delivery" ("attempts", "chain", "claim", "day", "dueAt", "expiresAt", "groupId", "hubId", "id", "key", "kind", "leaseUntil", "message", "messageRef", "obstacle", "personId", "reason", "refreshing", "sendAt", "sentAt", "staleAt", "status", "subjectId", "topic", "unasked", "why") SELECT "attempts", "chain", "claim", "day", "dueAt", "expiresAt", "groupId", "hubId", "id", "key", "kind", "leaseUntil", "message", "messageRef", "obstacle", "personId", "reason", "refreshing", "sendAt", "sentAt", "staleAt", "status", "subjectId", "topic", "unasked", "why" FROM "Delivery";
DROP TABLE "Delivery";
ALTER TABLE "new_Delivery" RENAME TO "Delivery";
CREATE UNIQUE INDEX "Delivery_key_key" ON "Delivery"("key");
CREATE INDEX "Delivery_status_sendAt_idx" ON "Delivery"("status", "sendAt");
CREATE INDEX "Delivery_staleAt_idx" ON "Delivery"("staleAt");
CREATE INDEX "Delivery_groupId_topic_subjectId_idx" ON "Delivery"("groupId", "topic", "subjectId");
CREATE INDEX "Delivery_personId_day_idx" ON "Delivery"("personId", "day");
CREATE INDEX "Delivery_message_idx" ON "Delivery"("message");
CREATE INDEX "Delivery_messageRef_idx" ON "Delivery"("messageRef");
PRAGMA foreign_keys=ON;
PRAGMA defer_foreign_keys=OFF;

-- CreateIndex
CREATE INDEX "CommitmentNote_groupId_schoolId_idx" ON "CommitmentNote"("groupId", "schoolId");

-- CreateIndex
CREATE UNIQUE INDEX "FundingItem_groupId_schoolId_key_key" ON "FundingItem"("groupId", "schoolId", "key");

-- CreateIndex
CREATE INDEX "HeadMeeting_groupId_startsAt_idx" ON "HeadMeeting"("groupId", "startsAt");

-- CreateIndex
CREATE INDEX "Handover_groupId_idx" ON "Handover"("groupId");

-- CreateIndex
CREATE INDEX "ReleaseEntry_groupId_schoolId_idx" ON "ReleaseEntry"("groupId", "schoolId");

-- CreateIndex
CREATE INDEX "TrgSession_groupId_schoolId_idx" ON "TrgSession"("groupId", "schoolId");

-- CreateIndex
CREATE INDEX "OpenClassroom_groupId_day_idx" ON "OpenClassroom"("groupId", "day");

-- CreateIndex
CREATE INDEX "Visit_groupId_startsAt_idx" ON "Visit"("groupId", "startsAt");

-- CreateIndex
CREATE INDEX "ActionStep_groupId_schoolId_idx" ON "ActionStep"("groupId", "schoolId");
