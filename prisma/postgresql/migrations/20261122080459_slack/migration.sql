-- AlterTable
ALTER TABLE "Delivery" ADD COLUMN     "obstacle" TEXT,
ADD COLUMN     "refreshing" TEXT;

-- AlterTable
ALTER TABLE "LocalMessage" ADD COLUMN     "underId" INTEGER;

-- AlterTable
ALTER TABLE "Person" ADD COLUMN     "pausedFrom" TEXT,
ADD COLUMN     "pausedUntil" TEXT;

-- CreateTable
CREATE TABLE "Contribution" (
    "groupId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "day" TEXT NOT NULL,
    "messages" INTEGER NOT NULL DEFAULT 0,
    "replies" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Contribution_pkey" PRIMARY KEY ("groupId","personId","day")
);

-- CreateTable
CREATE TABLE "Question" (
    "id" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "ref" TEXT NOT NULL,
    "url" TEXT,
    "askedAt" TIMESTAMP(3) NOT NULL,
    "repliedAt" TIMESTAMP(3),

    CONSTRAINT "Question_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StaleMark" (
    "id" SERIAL NOT NULL,
    "groupId" TEXT NOT NULL,
    "kinds" TEXT NOT NULL,
    "subjectId" TEXT,

    CONSTRAINT "StaleMark_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Installation" (
    "ref" TEXT NOT NULL,
    "hubId" TEXT,
    "name" TEXT NOT NULL,
    "sealed" TEXT,
    "installedAt" TIMESTAMP(3) NOT NULL,
    "heardAt" TIMESTAMP(3),

    CONSTRAINT "Installation_pkey" PRIMARY KEY ("ref")
);

-- CreateTable
CREATE TABLE "Channel" (
    "ref" TEXT NOT NULL,
    "groupId" TEXT NOT NULL,
    "boundAt" TIMESTAMP(3) NOT NULL,
    "boundById" TEXT NOT NULL,

    CONSTRAINT "Channel_pkey" PRIMARY KEY ("ref")
);

-- CreateTable
CREATE TABLE "Account" (
    "ref" TEXT NOT NULL,
    "hubId" TEXT NOT NULL,
    "personId" TEXT,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "direct" TEXT,
    "welcomedAt" TIMESTAMP(3),
    "guest" BOOLEAN NOT NULL DEFAULT false,
    "seenAt" TIMESTAMP(3) NOT NULL,

    CONSTRAINT "Account_pkey" PRIMARY KEY ("ref")
);

-- CreateIndex
CREATE UNIQUE INDEX "Question_ref_key" ON "Question"("ref");

-- CreateIndex
CREATE INDEX "Question_groupId_repliedAt_idx" ON "Question"("groupId", "repliedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Channel_groupId_key" ON "Channel"("groupId");

-- CreateIndex
CREATE INDEX "Account_personId_idx" ON "Account"("personId");

-- CreateIndex
CREATE INDEX "Account_hubId_idx" ON "Account"("hubId");

-- AddForeignKey
ALTER TABLE "Contribution" ADD CONSTRAINT "Contribution_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Contribution" ADD CONSTRAINT "Contribution_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Question" ADD CONSTRAINT "Question_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Question" ADD CONSTRAINT "Question_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Installation" ADD CONSTRAINT "Installation_hubId_fkey" FOREIGN KEY ("hubId") REFERENCES "Hub"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Channel" ADD CONSTRAINT "Channel_groupId_fkey" FOREIGN KEY ("groupId") REFERENCES "Group"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Account" ADD CONSTRAINT "Account_personId_fkey" FOREIGN KEY ("personId") REFERENCES "Person"("id") ON DELETE SET NULL ON UPDATE CASCADE;
