-- MySQL dump 10.13
CREATE TABLE `wp_posts` (
